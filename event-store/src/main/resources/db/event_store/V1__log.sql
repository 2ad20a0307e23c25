-- CACHE 1 and NO CYCLE: the order in which positions are taken must be their order as numbers (ADR 0003).
create sequence event_store.fact_position as bigint increment 1 minvalue 1 cache 1 no cycle;

create table event_store.fact (
    global_index    bigint      primary key,
    transaction_id  xid8        not null,
    event_id        text        not null,
    aggregate_type  text        not null,
    aggregate_id    text        not null,
    sequence_number bigint      not null check (sequence_number >= 0),
    name            text        not null,
    revision        text,
    -- json keeps the text as it was written (jsonb would reorder keys), and psql can read and query it.
    payload         json        not null,
    metadata        json        not null,
    recorded_at     timestamptz not null,
    -- The optimistic lock of every aggregate.
    constraint fact_once unique (aggregate_id, sequence_number)
);

create index fact_recorded_at on event_store.fact (recorded_at);

comment on table event_store.fact is 'The append-only log: every fact that Usher ever acknowledged, in order';
comment on column event_store.fact.global_index is 'Position in the log: total order, never changes, may skip numbers';
comment on column event_store.fact.recorded_at is 'When it was appended; when it happened is in the payload';

-- First the transaction id, then the position, in this order: so a position that is taken and not yet visible always
-- belongs to a transaction that is known to be running, and readers can wait for its end (ADR 0003).
create function event_store.place_fact() returns trigger language plpgsql as $$
begin
    new.transaction_id := pg_current_xact_id();
    new.global_index := nextval('event_store.fact_position');
    return new;
end
$$;

create trigger place_fact before insert on event_store.fact
    for each row execute function event_store.place_fact();

create function event_store.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'facts are never changed: % on event_store.fact is refused', tg_op
        using errcode = 'object_not_in_prerequisite_state';
end
$$;

create trigger refuse_change before update or delete or truncate on event_store.fact
    for each statement execute function event_store.refuse_change();

-- Also when session_replication_role is replica, which switches ordinary triggers off.
alter table event_store.fact enable always trigger refuse_change;

-- How far each consumer of the log has come, and which process holds it. Room in each page: it is updated all the time.
create table event_store.token_entry (
    processor_name text    not null,
    segment        integer not null,
    token          text,
    token_type     text,
    stored_at      text,
    owner          text,
    primary key (processor_name, segment)
) with (fillfactor = 20);

-- The secrets that sign tokens, wrapped with the master key, which is not in the database (ADR 0004).
create table event_store.key_ring (
    purpose    text        not null,
    version    integer     not null check (version >= 1),
    wrapped    bytea       not null,
    created_at timestamptz not null,
    primary key (purpose, version)
);
