-- Lists of a team: by any status, newest or oldest first, by expiry, by address. Each index gives the rows of one status
-- in order, so that a page reads no more than it shows. Made first: only the rest locks readers out, for a moment.

-- The included columns let an exact total be counted in the index alone.
create index invitation_by_creation on query_side.invitation (team_id, status, created_at, invitation_id)
    include (expires_at, invitee_id, role);
create index invitation_by_expiry on query_side.invitation (team_id, status, expires_at, invitation_id);
-- Those without an address come first.
create index invitation_by_address on query_side.invitation
    (team_id, status, coalesce(invitee_email, ''), invitation_id);
create index invitation_by_creator on query_side.invitation
    (team_id, created_by, status, created_at, invitation_id);

-- invitation_by_creation does its work.
drop index query_side.invitation_open_by_team;

-- Room on each page for what its invitations go through, most of which touches no index.
alter table query_side.invitation set (fillfactor = 70);

alter table query_side.invitation
    add column locale text,                          -- of the letters, a BCP 47 tag
    add column metadata text;                        -- the inviter's own, a JSON object of strings
