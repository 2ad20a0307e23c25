-- Keys that have signed checkpoints, for good: what a retired key has signed is still verified (docs/audit.md).
create table event_store.checkpoint_key (
    version     integer     primary key,
    public_key  text        not null unique,
    endorsement text,                          -- signed by the key before it; null when that one was gone
    created_at  timestamptz not null
);

-- What was in the log, signed: each speaks of the facts since the one before.
create table event_store.checkpoint (
    number        bigint      primary key,
    from_position bigint      not null,
    to_position   bigint      not null unique,
    facts         bigint      not null check (facts > 0),
    positions     text        not null,        -- ranges: 1-57,59-1000
    previous      text        not null,        -- the digest of the one before; none for the first
    digest        text        not null,
    at            timestamptz not null,
    key           integer     not null references event_store.checkpoint_key,
    signature     text        not null
);

create or replace function event_store.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'what is in %.% is never changed: % is refused', tg_table_schema, tg_table_name, tg_op
        using errcode = 'object_not_in_prerequisite_state';
end
$$;

create trigger refuse_change before update or delete or truncate on event_store.checkpoint
    for each statement execute function event_store.refuse_change();
alter table event_store.checkpoint enable always trigger refuse_change;

create trigger refuse_change before update or delete or truncate on event_store.checkpoint_key
    for each statement execute function event_store.refuse_change();
alter table event_store.checkpoint_key enable always trigger refuse_change;
