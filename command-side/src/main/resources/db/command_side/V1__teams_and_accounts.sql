-- Written in the transaction of the fact that changes them, so that the rules of the command side can rely on them.
create table command_side.team (
    team_id    text primary key,
    name       text        not null,
    founded_at timestamptz not null
);

create table command_side.team_member (
    team_id text not null references command_side.team,
    user_id text not null,
    role    text not null,
    primary key (team_id, user_id)
);

-- Is there another administrator? Without reading a million members.
create index team_member_administrator on command_side.team_member (team_id) where role = 'admin';

-- Local mode only. Not facts: passwords and addresses must be changeable and erasable.
create table command_side.account (
    user_id       text primary key,
    user_name     text        not null,
    user_name_key text        not null unique, -- lower case: Alice and alice are one
    first_name    text,
    last_name     text,
    password_hash text        not null,
    site_roles    text[]      not null,
    created_at    timestamptz not null
);

create table command_side.account_email (
    email       text primary key,
    -- Checked at commit: the address is claimed first, so that of two registrations with one token the second hears
    -- that the address is taken, whatever its user name.
    user_id     text        not null references command_side.account deferrable initially deferred,
    verified_at timestamptz not null
);

create index account_email_user on command_side.account_email (user_id);
