-- Sparse numbers (V5) as bytes instead of bigint[]: a fifth of the room and of the time, so that a year of a busy team
-- takes little longer than one of a quiet one. What these columns mean stays: numbers by key, ascending by key, where
-- the key of time_to_accept is a bucket (ADR 26), and that of moments is quarter << 9 | what, where what is a kind
-- (0 to 15, in the order of V5) or 16 + bucket. Each entry is how much greater its key is than the one before, and its
-- number, both as varints: seven bits a byte, lowest first, the eighth bit set but in the last.
drop view usher_statistics.hourly_by_team, usher_statistics.hourly,
          usher_statistics.time_to_accept_by_team, usher_statistics.time_to_accept;

alter table query_side.tally
    drop column time_to_accept, drop column cohort_time_to_accept, drop column moments, drop column cohort_moments;
alter table query_side.tally
    add column time_to_accept        bytea,
    add column cohort_time_to_accept bytea,
    add column moments               bytea,
    add column cohort_moments        bytea;
-- What is dense already is not compressed once more.
alter table query_side.tally
    alter column time_to_accept set storage external, alter column cohort_time_to_accept set storage external,
    alter column moments set storage external, alter column cohort_moments set storage external;

-- Made anew from the log, by itself.
truncate query_side.tally, query_side.invitation_origin, query_side.creator;
update query_side.projection set position = null where name = 'statistics-view';

create function query_side.entries(bytes bytea) returns table (key integer, number bigint)
language plpgsql immutable strict parallel safe as $$
declare
    place integer := 0;
    byte  integer;
    shift integer;
    value bigint;
    half  boolean := false;
begin
    key := 0;
    while place < length(bytes) loop
        value := 0;
        shift := 0;
        loop
            byte := get_byte(bytes, place);
            place := place + 1;
            value := value | ((byte & 127)::bigint << shift);
            exit when byte < 128;
            shift := shift + 7;
        end loop;
        if half then
            number := value;
            return next;
        else
            key := key + value;
        end if;
        half := not half;
    end loop;
end
$$;

-- The views are those of V6.
create view usher_statistics.hourly_by_team as
select (tally.day + moment.hour * interval '1 hour') at time zone 'UTC' as hour, tally.team_id, tally.role,
       moment.kind, moment.number
from query_side.tally,
     lateral (select (key >> 9) / 4 as hour,
                     (array['created', 'mailed', 'mail_failed', 'verified', 'registered', 'signed_in', 'arrived', 'bound',
                            'accepted', 'declined', 'deleted', 'expired'])[(key & 511) + 1] as kind,
                     sum(number)::bigint as number
              from query_side.entries(moments) where (key & 511) < 16
              group by 1, 2) moment
where team_id > '' and created_by = '';

comment on view usher_statistics.hourly_by_team is 'Facts by the hour (UTC) in which they happened, team, role and kind';

create view usher_statistics.hourly as
select (tally.day + moment.hour * interval '1 hour') at time zone 'UTC' as hour, tally.role, moment.kind, moment.number
from query_side.tally,
     lateral (select (key >> 9) / 4 as hour,
                     (array['created', 'mailed', 'mail_failed', 'verified', 'registered', 'signed_in', 'arrived', 'bound',
                            'accepted', 'declined', 'deleted', 'expired'])[(key & 511) + 1] as kind,
                     sum(number)::bigint as number
              from query_side.entries(moments) where (key & 511) < 16
              group by 1, 2) moment
where team_id = '' and created_by = '';

comment on view usher_statistics.hourly is 'Facts by the hour (UTC) in which they happened, role and kind';

create view usher_statistics.time_to_accept_by_team as
select day, team_id, role, query_side.least_of_bucket(key) as seconds,
       query_side.least_of_bucket(key + 1) as below_seconds, number
from query_side.tally, query_side.entries(time_to_accept)
where team_id > '' and created_by = '';

comment on view usher_statistics.time_to_accept_by_team is
    'How many invitations took at least seconds and less than below_seconds from creation to acceptance, by the day (UTC) of acceptance, team and role';

create view usher_statistics.time_to_accept as
select day, role, query_side.least_of_bucket(key) as seconds,
       query_side.least_of_bucket(key + 1) as below_seconds, number
from query_side.tally, query_side.entries(time_to_accept)
where team_id = '' and created_by = '';

comment on view usher_statistics.time_to_accept is
    'How many invitations took at least seconds and less than below_seconds from creation to acceptance, by the day (UTC) of acceptance and role';
