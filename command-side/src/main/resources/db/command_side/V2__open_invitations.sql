-- One row for each open invitation: the place it takes. Written in the transaction of the fact, so that of any number
-- of simultaneous creates for one team and invitee exactly one wins.
create table command_side.open_invitation (
    invitation_id text        primary key,
    team_id       text        not null,
    invitee       text        not null, -- 'email:' or 'user:' and the value
    bound_user_id text,
    expires_at    timestamptz not null,
    constraint one_open_invitation unique (team_id, invitee)
);

create index open_invitation_by_bound_user on command_side.open_invitation (bound_user_id, team_id)
    where bound_user_id is not null;
create index open_invitation_by_expiry on command_side.open_invitation (expires_at);
