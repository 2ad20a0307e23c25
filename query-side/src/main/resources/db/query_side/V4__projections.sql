-- How far the tables of each projection have come, written in the transaction of their rows; this guards every fact
-- against being folded twice, where each row had a position of its own before (ADR 25).
create table query_side.projection (
    name     text collate "C" primary key,
    position bigint                                  -- null: wait for a rebuild
) with (fillfactor = 20);                            -- updated with every batch

-- What was known until here stays known.
insert into query_side.projection (name, position)
select 'invitation-view', max(position) from query_side.invitation having count(*) > 0
union all
select 'membership-view', greatest((select max(position) from query_side.team),
                                   (select max(position) from query_side.team_member))
from query_side.team having count(*) > 0;

alter table query_side.invitation drop column position;
alter table query_side.team drop column position;
alter table query_side.team_member drop column position;

-- How many invitations there are of each kind, so that a total is looked up and not counted.
create table query_side.invitation_count (
    team_id    text collate "C" not null,
    role       text collate "C" not null,
    status     text collate "C" not null,
    number     bigint not null,
    by_address bigint not null,                      -- of these, those to an e-mail address
    primary key (team_id, role, status)
) with (fillfactor = 70);

insert into query_side.invitation_count (team_id, role, status, number, by_address)
select team_id, role, status, count(*), count(invitee_email) from query_side.invitation group by team_id, role, status;

create index invitation_by_role on query_side.invitation (team_id, role, status, created_at, invitation_id);

-- Tables that are being rebuilt, and for a moment those that they replace.
create schema query_side_next;
create schema query_side_last;

-- The newest rebuild of each projection. Whoever does it holds an advisory lock meanwhile.
create table query_side.rebuild (
    name         text collate "C" primary key,
    state        text not null check (state in
                     ('waiting', 'reading', 'indexing', 'catching-up', 'done', 'cancelled', 'failed')),
    cancel       boolean not null default false,     -- somebody wants it to end
    requested_at timestamptz not null,
    requested_by text collate "C",                   -- null: by itself
    started_at   timestamptz,
    seen_at      timestamptz,                        -- when it last told how far it is, or ended
    facts        bigint not null default 0,          -- folded so far
    position     bigint not null default 0,          -- of the newest of them
    head         bigint not null default 0,          -- of the log, when it began
    reason       text                                -- why it failed
) with (fillfactor = 50);
