-- What became of each invitation by address, so that its counts can leave the domain when the address is forgotten.
alter table query_side.invitation_domain
    add column accepted integer not null default 0,
    add column declined integer not null default 0;

comment on view usher_statistics.address_domain is
    'What became of invitations to e-mail addresses, by team and domain of the address, of all times; without a domain: of forgotten addresses';

-- Made anew from the log: what became of the invitations until here was not remembered.
update query_side.projection set position = null where name = 'domain-view';
