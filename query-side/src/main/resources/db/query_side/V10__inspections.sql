-- Who had the log verified, or a view compared with it, when, and what came of it: an audit of the audit. Rows are never deleted.
create table query_side.inspection (
    inspection_id text collate "C" primary key,
    kind          text not null check (kind in ('verification', 'replay')),
    subject       text,                              -- the projection of a replay
    requested_by  text collate "C" not null,         -- a user
    requested_at  timestamptz not null,
    state         text not null check (state in ('running', 'good', 'bad', 'failed')),
    facts         bigint not null default 0,         -- read so far
    position      bigint not null default 0,         -- of the newest of them
    head          bigint not null default 0,         -- of the log, when it began
    signed_to     bigint,                            -- up to where checkpoints have signed what was read
    finding       text,                              -- JSON: what does not fit
    seen_at       timestamptz not null               -- when it last told how far it is, or ended
) with (fillfactor = 50);

create index inspection_newest on query_side.inspection (kind, requested_at desc, inspection_id desc);
