-- The seal's chain, recomputed without the program: psql and sha256sum are enough.
--
--   psql -X -At -F ' ' -f docs/recompute-seals.sql "$DATABASE_URL" > seals.txt
--
-- Each line: position, the seal kept in the database, and the canonical text of the transfer it stands for (its fields
-- null, when the transfer is gone). Link n is the SHA-256 of link n-1 (32 bytes, all zero before the first) followed by the text:
--
--   previous=$(printf '0%.0s' $(seq 64))
--   while read -r position kept text; do
--     link=$( { printf "$(echo "$previous" | sed 's/../\\x&/g')"; printf '%s' "$text"; } | sha256sum | cut -c1-64)
--     [ "$link" = "$kept" ] || echo "position $position differs"
--     previous=$kept
--   done < seals.txt
--
-- The texts hold no line break: JSON writes it as \n. (bash's printf knows \x; other shells may not.)
select s.position, encode(s.hash, 'hex') as kept,
  json_build_array(
    'ieum-seal-1'::text, t.id, t.kind, t.amount,
    json_build_array(d.id, d.kind, d.owner_id, d.period::text),
    json_build_array(c.id, c.kind, c.owner_id, c.period::text),
    t.reverses_id, t.actor_id, t.reason,
    to_char(t.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    to_char(t.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    case when g.id is not null then json_build_array(
      g.request_key, g.giver_id, g.giver_agency_id, g.giver_department_id, g.giver_role,
      g.recipient_id, g.recipient_agency_id, g.recipient_department_id, g.recipient_role,
      g.points, encode(g.message_hash, 'hex'), g.source, g.team_id, g.allowance_left, g.given_on::text,
      to_char(g.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) end,
    case when w.id is not null then json_build_array(
      w.grant_id, w.official_id, w.department_id,
      case when x.id is not null then json_build_array(
        x.request_key, x.agency_id, x.actor_id, x.approver_id, x.points_each, x.reason,
        to_char(x.granted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) end) end)::text as canonical
from ieum.seal s
left join ieum.transfer t on t.id = s.transfer_id
left join ieum.account d on d.id = t.debit_account_id
left join ieum.account c on c.id = t.credit_account_id
left join ieum.gift g on g.id = t.id
left join ieum.special_award w on w.id = t.id
left join ieum.special_grant x on x.id = w.grant_id
order by s.position;
