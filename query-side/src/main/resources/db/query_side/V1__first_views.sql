-- Views: folded from the log, so they can be thrown away and folded again. No foreign keys, since each view follows
-- the log at its own pace. Ids and addresses compare byte by byte ("C"), as they do in Java.
-- position is that of the newest fact a row has taken in: a fact at or below it has no effect again.

create table query_side.invitation (
    invitation_id   text collate "C" primary key,
    team_id         text collate "C" not null,
    invitee_email   text collate "C",                -- null for an invitation to a user id
    invitee_id      text collate "C",                -- the invited user, or the one it was bound to
    role            text not null,
    message         text,
    created_by      text collate "C" not null,
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    generation      integer not null,                -- of the only valid secret
    issued_at       timestamptz not null,            -- when that secret came into being
    status          text not null check (status in ('pending', 'accepted', 'declined', 'deleted', 'expired')),
    status_at       timestamptz not null,            -- since when it has this status
    delivery        text not null check (delivery in ('none', 'waiting', 'mailed', 'failed')),
    delivery_at     timestamptz,
    delivery_reason text,                            -- why the letter failed
    verified_at     timestamptz,
    registered_at   timestamptz,
    bound_at        timestamptz,
    path            text check (path in ('registered', 'signed-in')),
    version         integer not null,                -- counts its facts
    position        bigint not null
);

-- Open invitations of a team, newest first; the included columns let the exact total be counted in the index alone.
create index invitation_open_by_team on query_side.invitation (team_id, created_at desc, invitation_id desc)
    include (expires_at, invitee_id) where status = 'pending';
create index invitation_open_by_invitee on query_side.invitation (invitee_id, team_id) where status = 'pending';
create index invitation_open_by_address on query_side.invitation (invitee_email, team_id)
    where status = 'pending' and invitee_id is null;

create table query_side.team (
    team_id    text collate "C" primary key,
    name       text not null,
    founded_by text collate "C" not null,
    founded_at timestamptz not null,
    position   bigint not null
);

-- Who left stays, so that an older fact handled again cannot bring them back.
create table query_side.team_member (
    team_id     text collate "C" not null,
    user_id     text collate "C" not null,
    role        text,                                -- null when the log knows only that they left
    admitted_at timestamptz not null,
    left_at     timestamptz,                         -- null while they belong
    position    bigint not null,
    primary key (team_id, user_id)
);

-- What happened on a day (UTC), in a team, to invitations of this creator.
create table query_side.activity (
    team_id    text collate "C" not null,
    day        date not null,
    created_by text collate "C" not null,
    kind       text not null,                        -- created, mailed, mailFailed, …
    number     bigint not null,
    primary key (team_id, day, created_by, kind)
);

create index activity_by_day on query_side.activity (day) include (team_id, created_by, kind, number);

-- The statistics' own memory of where an invitation came from; position is that of its newest counted fact.
create table query_side.invitation_origin (
    invitation_id text collate "C" primary key,
    team_id       text collate "C" not null,
    created_by    text collate "C" not null,
    created_day   date not null,
    position      bigint not null
);
