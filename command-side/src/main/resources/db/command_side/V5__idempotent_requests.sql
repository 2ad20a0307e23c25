-- Requests with an Idempotency-Key, for a day.
create table command_side.idempotent_request (
    request_id  text        primary key,     -- SHA-256 of caller and key
    request     text        not null,        -- SHA-256 of path, query and body
    since       timestamptz not null,        -- of the first try; ids of what it creates follow from it
    lease_until timestamptz not null,        -- somebody is at it until then
    answer      bytea,                       -- encrypted; null while there is none, or when it can be given again
    key_version integer
);

create index idempotent_request_since on command_side.idempotent_request (since);
