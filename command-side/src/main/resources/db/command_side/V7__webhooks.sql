-- Where a team wants to hear of its invitations.
create table command_side.webhook (
    webhook_id  text        primary key,
    team_id     text        not null,
    url         text        not null,
    events      text[],                        -- null: all, also those to come
    secret      bytea       not null,          -- wrapped with the master key
    since       bigint      not null,          -- tells facts after this position
    created_at  timestamptz not null,
    failures    integer     not null default 0, -- attempts in a row
    quiet_until timestamptz not null
);

create index webhook_team on command_side.webhook (team_id, created_at);

-- One row for each fact that a webhook tells; nothing personal in it.
create table command_side.webhook_delivery (
    webhook_id    text        not null references command_side.webhook on delete cascade,
    fact_position bigint      not null,
    event         text        not null,
    invitation_id text        not null,
    body          text        not null,        -- text, not jsonb: its bytes are signed, and stay the same
    state         text        not null,        -- waiting, delivered, failed
    attempts      integer     not null default 0,
    failures      integer     not null default 0, -- since it was caused or replayed
    last_status   integer,
    last_error    text,
    caused_at     timestamptz not null,        -- or replayed
    next_at       timestamptz,                 -- null unless it waits
    at            timestamptz not null,
    primary key (webhook_id, fact_position)
);

create index webhook_delivery_waiting on command_side.webhook_delivery (webhook_id, next_at) where state = 'waiting';
create index webhook_delivery_done on command_side.webhook_delivery (at) where state <> 'waiting';

-- One row for each webhook with something to deliver. A table of its own: schedulers pick whatever is due in theirs, and
-- delete what none of their tasks knows.
create table command_side.webhook_task (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer     not null default 0,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    primary key (task_name, task_instance)
);

create index webhook_task_execution_time on command_side.webhook_task (execution_time);
create index webhook_task_last_heartbeat on command_side.webhook_task (last_heartbeat);
