#!/bin/sh
# Runs deploy/nginx.conf on loopback between two servers that only say who they are, and asks who answers what.
# Needs nginx and curl; without them it says so and succeeds.
set -eu
cd "$(dirname "$0")"
command -v nginx >/dev/null && command -v curl >/dev/null || { echo "routes: skipped, no nginx or no curl"; exit 0; }

port=${1:-18480}
work=$(mktemp -d)
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null; sleep 0.5; rm -rf "$work"' EXIT

sed -e "s/listen 8080/listen 127.0.0.1:$port/" -e "s/command-side:8080/127.0.0.1:$((port + 1))/" \
    -e "s/query-side:8080/127.0.0.1:$((port + 2))/" -e "s/ resolve / /" -e "/resolver/d" -e "s:/dev/stdout:$work/access.log:" nginx.conf >"$work/gateway.conf"
for side in command query; do
    [ $side = command ] && own=$((port + 1)) || own=$((port + 2))
    echo "events {} http { access_log off; server { listen 127.0.0.1:$own; location / { return 200 \"$side\"; } location /forwarded { return 200 \"\$http_x_forwarded_for\"; } } }" >"$work/$side.conf"
done
for server in command query gateway; do
    nginx -q -t -p "$work" -c "$work/$server.conf" -e stderr -g "pid $work/$server.pid;"
    nginx -p "$work" -c "$work/$server.conf" -e stderr -g "pid $work/$server.pid;"
done

failed=0
expect() {
    # Whatever a client says, the sides are told where its connection comes from.
    answer=$(curl -s -m 10 -X "$2" -H 'X-Forwarded-For: 203.0.113.7' "http://127.0.0.1:$port$3")
    [ "$1" = "$answer" ] || { echo "routes: $2 $3 went to '$answer', not to '$1'" >&2; failed=1; }
}
expect query GET /membershipInvitation/42
expect query GET '/team/7/openInvitation?limit=10'
expect query POST /membershipInvitation/42
expect query POST /repo/v1/membershipInvitation/42
expect query GET /.well-known/jwks.json
expect query GET /openapi
expect query GET /openapi.yaml
expect query GET /docs
expect query GET /docs/page.js
expect query GET /v1/organizations/7/invitations
expect query GET /v1/organizations/7/webhooksofothers
expect query GET '/v1/organizations/7/statistics?by=creator'
expect query GET /v1/statistics
expect query GET /v1/projections
expect query GET /v1/projections/invitation-view
expect query POST /v1/projections/invitation-view/rebuild
expect query POST '/v1/projections/invitation-view/rebuild?x=/v1/organizations/7/webhooks'
expect query DELETE /v1/projections/invitation-view/rebuild
expect query GET /v1/events
expect query GET /v1/checkpoints
expect query POST /v1/verifications
expect query GET /v1/verifications/7
expect query POST /v1/replays
expect command POST /v1/people/forget
expect command POST /v1/projectionsofothers/7
expect command POST '/team?x=/v1/projections/7'
expect command GET /v1/organizations/7/webhooks
expect command GET /v1/organizations/7/webhooks/8/deliveries
expect command POST /v1/organizations/7/webhooks/8/deliveries/9/replay
expect command DELETE /v1/organizations/7/webhooks/8
expect query GET '/v1/organizations/7/invitations?status=all&limit=5'
expect query GET /v1/organizations/7/invitations/42
expect query GET /v1/organizations/7/invitations/42/events
expect query GET '/v1/organizations/7/invitations/42?asOf=4711'
expect query GET /v1/me/invitations
expect query GET /clickhouse/v1/organizations/7/invitations
expect query GET /clickhouse/v1/organizations/7/invitations/42
expect query GET /emailMembershipInvitation/42
expect query GET /team/7/emailMembershipInvitations
expect query GET '/repo/v1/team/7/emailMembershipInvitations?nextPageToken=x'
expect command POST /membershipInvitation
expect command POST /repo/v1/membershipInvitation
expect command POST '/membershipInvitation?acceptInvitationEndpoint=https://x.example/membershipInvitation/42'
expect command POST /membershipInvitation/42/verification
expect command POST /emailMembershipInvitation/42
expect command PUT /membershipInvitation/42/inviteeId
expect command DELETE /membershipInvitation/42
expect command PUT /team/7/member/8
expect command POST /v1/organizations/7/invitations
expect query GET /v1/organizations/7/api-keys
expect command POST /v1/organizations/7/api-keys
expect command DELETE /v1/organizations/7/api-keys/8
expect command POST /v1/organizations/7/invitations/batch
expect command POST /v1/organizations/7/invitations/42/resend
expect command POST /v1/organizations/7/invitations/42/acceptance
expect command POST /v1/organizations/7/invitations/42/declination
expect command DELETE /v1/organizations/7/invitations/42
expect command POST /clickhouse/v1/organizations/7/invitations
expect command DELETE /clickhouse/v1/organizations/7/invitations/42
expect command POST /emailMembershipInvitation
expect command DELETE /emailMembershipInvitation/42
expect command POST /emailMembershipInvitation/42/account/emailValidation
expect command POST /emailMembershipInvitation/42/verification
expect command POST /emailMembershipInvitation/42/membershipInvitation
expect command POST /session
expect command POST /auth/v1/session
expect command OPTIONS /team/7
expect 127.0.0.1 GET /forwarded
expect 127.0.0.1 POST /forwarded
[ $failed = 0 ] && echo "routes: ok"
exit $failed
