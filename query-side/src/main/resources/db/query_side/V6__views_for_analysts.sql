-- What analysts' own tools see (docs/statistics.md): stable, and all that they see. Tables behind them may change.
create schema usher_statistics;

create view usher_statistics.position as
    select position from query_side.projection where name = 'statistics-view';

comment on view usher_statistics.position is
    'Up to which position of the log the other views speak; null while they are made for the first time';

-- Counts of two kinds, each for three levels: a row of a level is never the sum of others in the same view.
do $$
declare
    kinds constant text[] := array['created', 'mailed', 'mail_failed', 'verified', 'registered', 'signed_in', 'arrived',
                                   'bound', 'accepted', 'declined', 'deleted', 'expired'];
    level record;
begin
    for level in
        select * from (values
            ('', '', 'team_id = '''' and created_by = ''''', 'role'),
            ('_by_team', 'team_id, ', 'team_id > '''' and created_by = ''''', 'team and role'),
            ('_by_creator', 'team_id, created_by, ', 'team_id > '''' and created_by > ''''',
             'team, creator of the invitation and role')) as levels (suffix, columns, rows, words)
    loop
        execute format('create view usher_statistics.daily%s as select day, %srole, %s from query_side.tally where %s',
            level.suffix, level.columns,
            (select string_agg(format('coalesce(%I, 0) as %1$I', kind), ', ') from unnest(kinds) kind), level.rows);
        execute format('comment on view usher_statistics.daily%s is %L', level.suffix,
            'Facts by the day (UTC) on which they happened, ' || level.words);
        execute format('create view usher_statistics.cohort%s as select day, %srole, created, %s from query_side.tally'
            ' where %s and created > 0', level.suffix, level.columns,
            (select string_agg(format('coalesce(%I, 0) as %I', 'cohort_' || kind, kind), ', ')
             from unnest(kinds) kind where kind <> 'created'), level.rows);
        execute format('comment on view usher_statistics.cohort%s is %L', level.suffix,
            'Invitations by the day (UTC) of their creation, ' || level.words
            || ': to how many it has happened at least once, whenever');
    end loop;
end
$$;

-- Entries of moments and time_to_accept are explained in V5.
create view usher_statistics.hourly_by_team as
select (tally.day + moment.hour * interval '1 hour') at time zone 'UTC' as hour, tally.team_id, tally.role,
       moment.kind, moment.number
from query_side.tally,
     lateral (select (entry >> 9 & 127) / 4 as hour,
                     (array['created', 'mailed', 'mail_failed', 'verified', 'registered', 'signed_in', 'arrived', 'bound',
                            'accepted', 'declined', 'deleted', 'expired'])[(entry & 511) + 1] as kind,
                     sum(entry >> 16)::bigint as number
              from unnest(moments) entry where (entry & 511) < 16
              group by 1, 2) moment
where team_id > '' and created_by = '';

comment on view usher_statistics.hourly_by_team is 'Facts by the hour (UTC) in which they happened, team, role and kind';

create view usher_statistics.hourly as
select (tally.day + moment.hour * interval '1 hour') at time zone 'UTC' as hour, tally.role, moment.kind, moment.number
from query_side.tally,
     lateral (select (entry >> 9 & 127) / 4 as hour,
                     (array['created', 'mailed', 'mail_failed', 'verified', 'registered', 'signed_in', 'arrived', 'bound',
                            'accepted', 'declined', 'deleted', 'expired'])[(entry & 511) + 1] as kind,
                     sum(entry >> 16)::bigint as number
              from unnest(moments) entry where (entry & 511) < 16
              group by 1, 2) moment
where team_id = '' and created_by = '';

comment on view usher_statistics.hourly is 'Facts by the hour (UTC) in which they happened, role and kind';

-- The first whole second that is in a bucket.
create function query_side.least_of_bucket(bucket bigint) returns bigint language sql immutable
    return case when bucket < 32 then bucket else (bucket & 15 | 16) << (bucket / 16 - 1)::integer end;

create view usher_statistics.time_to_accept_by_team as
select day, team_id, role, query_side.least_of_bucket(entry & 65535) as seconds,
       query_side.least_of_bucket((entry & 65535) + 1) as below_seconds, entry >> 16 as number
from query_side.tally, unnest(time_to_accept) entry
where team_id > '' and created_by = '';

comment on view usher_statistics.time_to_accept_by_team is
    'How many invitations took at least seconds and less than below_seconds from creation to acceptance, by the day (UTC) of acceptance, team and role';

create view usher_statistics.time_to_accept as
select day, role, query_side.least_of_bucket(entry & 65535) as seconds,
       query_side.least_of_bucket((entry & 65535) + 1) as below_seconds, entry >> 16 as number
from query_side.tally, unnest(time_to_accept) entry
where team_id = '' and created_by = '';

comment on view usher_statistics.time_to_accept is
    'How many invitations took at least seconds and less than below_seconds from creation to acceptance, by the day (UTC) of acceptance and role';

create view usher_statistics.creator as
select team_id, created_by, first_at, last_at from query_side.creator;

comment on view usher_statistics.creator is 'When somebody first and last invited somebody to a team';

create view usher_statistics.team as
select team_id, name, founded_at from query_side.team;

comment on view usher_statistics.team is 'What teams are called';

-- A role of the whole server, without a password: administrators of the database give it to the logins of their tools.
do $$
begin
    if not exists (select from pg_roles where rolname = 'usher_analyst') then
        create role usher_analyst nologin;
    end if;
exception
    when duplicate_object or unique_violation then null;    -- somebody else made it at the same moment
    when insufficient_privilege then
        raise notice 'usher_analyst must be created by an administrator of the database, see docs/statistics.md';
end
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'usher_analyst') then
        grant usage on schema usher_statistics to usher_analyst;
        grant select on all tables in schema usher_statistics to usher_analyst;
        alter default privileges in schema usher_statistics grant select on tables to usher_analyst;
    end if;
end
$$;
