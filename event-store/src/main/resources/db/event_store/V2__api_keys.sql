-- What API keys may do, and what their secrets are compared with. Written in the transaction of team.api-key-created and
-- team.api-key-deleted: here and not in a view, so that a deleted key opens nothing in any process from its commit on
-- (ADR 0015).
create table event_store.api_key (
    key_id      text collate "C" primary key,
    team_id     text collate "C" not null,
    name        text        not null,
    role        text        not null,
    -- SHA-256 of the secret, which has 256 random bits and needs no slower hash.
    secret_hash bytea       not null check (octet_length(secret_hash) = 32),
    created_by  text collate "C" not null,
    created_at  timestamptz not null
);

create index api_key_by_team on event_store.api_key (team_id, created_at desc, key_id desc);
