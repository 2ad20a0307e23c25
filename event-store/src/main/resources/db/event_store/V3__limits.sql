-- What is left of each limit that is not full (ADR 0014). Unlogged: counting does not wait for the disk, no backup has it, and
-- a crash of PostgreSQL, which empties the table, only forgets counts.
create unlogged table event_store.bucket (
    key     uuid        primary key,
    state   bytea       not null,
    full_at timestamptz not null
) with (fillfactor = 50);

create index bucket_full_at on event_store.bucket (full_at);

comment on column event_store.bucket.key is 'Keyed digest of the limit and of who is limited: says nothing without the ring "limit"';
comment on column event_store.bucket.full_at is
    'From then on it is as good as no bucket, and may be removed. Rounded up, so that most updates change no index';
