-- What becomes of invitations to e-mail addresses, by the domain of the address (docs/projections.md).
create table query_side.address_domain (
    team_id  text collate "C" not null,
    domain   text collate "C" not null,
    created  integer not null,
    accepted integer not null,
    declined integer not null,
    primary key (team_id, domain)
) with (fillfactor = 80);

-- What later facts of an invitation do not say. Those to user ids are not here.
create table query_side.invitation_domain (
    invitation_id text collate "C" primary key,
    domain        text collate "C" not null
);

-- Analysts may read it: V6 says so of all that comes into this schema.
create view usher_statistics.address_domain as
select team_id, domain, created, accepted, declined from query_side.address_domain;

comment on view usher_statistics.address_domain is
    'What became of invitations to e-mail addresses, by team and domain of the address, of all times';
