drop table query_side.activity;
drop table query_side.invitation_origin;

-- What statistics remember of each invitation.
create table query_side.invitation_origin (
    invitation_id text collate "C" primary key,
    team_id       text collate "C" not null,
    created_by    text collate "C" not null,
    role          text collate "C" not null,
    created_at    timestamptz not null,
    happened      integer not null                   -- what has happened to it at least once: a bit for each kind
) with (fillfactor = 80);

-- A day (UTC) of everybody, of a team, or of a creator in a team; each by role. Its numbers are facts of that day
-- (activity), and invitations created on that day to which it has happened at least once (cohort).
create table query_side.tally (
    team_id    text collate "C" not null,            -- empty: all teams
    created_by text collate "C" not null,            -- empty: by anybody
    role       text collate "C" not null,
    day        date not null,
    created    integer,                              -- null is 0, here and in all that follow
    mailed     integer,
    mail_failed integer,
    verified   integer,
    registered integer,
    signed_in  integer,
    arrived    integer,                              -- registered or signed in
    bound      integer,
    accepted   integer,
    declined   integer,
    deleted    integer,
    expired    integer,
    cohort_mailed      integer,
    cohort_mail_failed integer,
    cohort_verified    integer,
    cohort_registered  integer,
    cohort_signed_in   integer,
    cohort_arrived     integer,
    cohort_bound       integer,
    cohort_accepted    integer,
    cohort_declined    integer,
    cohort_deleted     integer,
    cohort_expired     integer,
    -- How long acceptance took: number << 16 | bucket (ADR 26), ascending by bucket.
    time_to_accept        bigint[],
    cohort_time_to_accept bigint[],
    -- The same by quarter of an hour, for other time zones and shorter intervals: number << 16 | quarter << 9 | what,
    -- where what is a kind (0 to 15, in the order above) or 16 + bucket.
    moments        bigint[],
    cohort_moments bigint[],
    primary key (team_id, created_by, role, day)
) with (fillfactor = 80);

-- A range of days of all teams. Rows come in the order of their days, so that some kilobytes tell where they are.
create index tally_by_day on query_side.tally using brin (day) with (pages_per_range = 32);

-- When somebody first and last invited somebody to a team.
create table query_side.creator (
    team_id    text collate "C" not null,
    created_by text collate "C" not null,
    first_at   timestamptz not null,
    last_at    timestamptz not null,
    primary key (team_id, created_by)
) with (fillfactor = 80);
