-- The only ways into the ledger. Each is small and mechanical: guard and append. What the rules are stands in TypeScript
-- (src/points/rules.ts); what these refuse, no code can do. A business "no" is a returned code, never a raised error.
-- Those the application may call run as the owner (security definer) with a fixed search path; the two that open accounts
-- are theirs alone.

-- Which month, year and limits count hangs on the day, so no caller may name another than the instant's own.
create function check_day(p_day date, p_occurred_at timestamptz) returns void language plpgsql as $$
begin
  if p_day is distinct from (p_occurred_at at time zone 'Asia/Seoul')::date then
    raise exception '% does not fall on % in Seoul', p_occurred_at, p_day;
  end if;
end $$;

-- The account's id; opened on first use, because nothing is written for officials who do nothing.
create function open_account(p_kind text, p_owner integer, p_period date) returns bigint language plpgsql as $$
declare v_id bigint;
begin
  select id into v_id from account where kind = p_kind and owner_id = p_owner and period = p_period;
  if not found then
    insert into account (kind, agency_id, official_id, department_id, period)
    values (p_kind,
            case when p_kind = 'issuance' then p_owner end,
            case when p_kind in ('received', 'special') then p_owner end,
            case when p_kind = 'department' then p_owner end,
            p_period)
    on conflict do nothing returning id into v_id;
    if not found then
      select id into v_id from account where kind = p_kind and owner_id = p_owner and period = p_period;
    end if;
  end if;
  return v_id;
end $$;

-- Opens an account with a kept balance and books its first amount, once: 기본 포인트 of a month, 특별 pool of a year.
create function open_funded(p_kind text, p_owner integer, p_agency integer, p_period date, p_amount integer, p_occurred_at timestamptz)
returns bigint language plpgsql as $$
declare v_id bigint;
begin
  insert into account (kind, agency_id, official_id, period)
  values (p_kind,
          case when p_kind = 'special_pool' then p_owner end,
          case when p_kind = 'allowance' then p_owner end,
          p_period)
  on conflict do nothing returning id into v_id;
  if not found then
    select id into v_id from account where kind = p_kind and owner_id = p_owner and period = p_period;
    return v_id;
  end if;
  -- 운영규정 제9조: at most 2,000 special points a year and agency, whatever the policy says.
  if p_kind = 'special_pool' then p_amount := least(p_amount, 2000); end if;
  insert into balance (account_id, points) values (v_id, p_amount);
  if p_amount > 0 then
    insert into transfer (kind, debit_account_id, credit_account_id, amount, occurred_at)
    values (case p_kind when 'allowance' then 'issue'::transfer_kind else 'special_issue' end,
            open_account('issuance', p_agency, date_trunc('year', p_period)::date), v_id, p_amount, p_occurred_at);
  end if;
  return v_id;
end $$;

-- One gift. Codes: given · repeat (this act was stored before: its gift comes back) · key_reused (same key, other content)
-- · stale_giver / stale_recipient (a posting or status changed: read again) · allowance · pair_limit.
-- The giver's allowance is taken first; the lock on its balance orders all acts of one giver, so the counts read after it are exact.
create function post_gift(
  p_request_key text, p_team text, p_source gift_source, p_message text, p_points integer,
  p_giver_posting integer, p_recipient_posting integer, p_recipient_department integer,
  p_occurred_at timestamptz, p_day date, p_allowance integer, p_pair_limit integer, p_deliveries jsonb,
  out code text, out gift_id bigint, out allowance_left integer, out given_at timestamptz)
language plpgsql security definer set search_path = ieum, pg_temp as $$
declare
  v_month date := date_trunc('month', p_day);
  v_year date := date_trunc('year', p_day);
  v_giver record; v_recipient record; v_first record;
  v_allowance bigint; v_credit bigint;
begin
  perform check_day(p_day, p_occurred_at);
  select p.official_id, p.department_id, p.agency_id, o.role into v_giver
  from posting p join official o on o.id = p.official_id
  where p.id = p_giver_posting and p.during @> p_day and o.status <> 'left';
  if not found then code := 'stale_giver'; return; end if;

  if p_recipient_posting is not null then
    select p.official_id, p.department_id, p.agency_id, o.role into v_recipient
    from posting p join official o on o.id = p.official_id
    where p.id = p_recipient_posting and p.during @> p_day and o.status <> 'left';
  else
    select null::integer as official_id, d.id as department_id, d.agency_id, null::text as role into v_recipient
    from department d where d.id = p_recipient_department;
  end if;
  if not found then code := 'stale_recipient'; return; end if;
  -- The rules refuse this before (제6조); here it can only be a fault of the code.
  if v_recipient.official_id = v_giver.official_id then raise exception 'nobody gifts themselves'; end if;

  -- A replay writes nothing. Its key is looked for again below, when this giver's other acts are over.
  select g.id, g.allowance_left, g.given_at, g.giver_id = v_giver.official_id and g.message = p_message and g.points = p_points
         and g.recipient_id is not distinct from v_recipient.official_id
         and (g.recipient_id is not null or g.recipient_department_id = v_recipient.department_id) as same
  into v_first from gift g where g.request_key = p_request_key;
  if found then
    code := case when v_first.same then 'repeat' else 'key_reused' end;
    gift_id := v_first.id;
    allowance_left := v_first.allowance_left;
    given_at := v_first.given_at;
    return;
  end if;

  select id into v_allowance from account
  where kind = 'allowance' and owner_id = v_giver.official_id and period = v_month;
  if not found then
    v_allowance := open_funded('allowance', v_giver.official_id, v_giver.agency_id, v_month, p_allowance, p_occurred_at);
  end if;
  update balance set points = points - p_points where account_id = v_allowance and points >= p_points
  returning points into allowance_left;

  select g.id, g.allowance_left, g.given_at, g.giver_id = v_giver.official_id and g.message = p_message and g.points = p_points
         and g.recipient_id is not distinct from v_recipient.official_id
         and (g.recipient_id is not null or g.recipient_department_id = v_recipient.department_id) as same
  into v_first from gift g where g.request_key = p_request_key;
  if found then
    if allowance_left is not null then
      update balance set points = points + p_points where account_id = v_allowance;
    end if;
    code := case when v_first.same then 'repeat' else 'key_reused' end;
    gift_id := v_first.id;
    allowance_left := v_first.allowance_left;
    given_at := v_first.given_at;
    return;
  end if;
  if allowance_left is null then
    code := 'allowance';
    select points into allowance_left from balance where account_id = v_allowance;
    return;
  end if;

  -- 운영규정 제6조②: so many gifts a month to the same receiver; a gift taken back does not count.
  if (select count(*) from gift g
      where g.giver_id = v_giver.official_id and g.given_on >= v_month and g.given_on < v_month + interval '1 month'
        and g.recipient_id is not distinct from v_recipient.official_id
        and (g.recipient_id is not null or g.recipient_department_id = v_recipient.department_id)
        and not exists (select from transfer r where r.reverses_id = g.id)) >= coalesce(p_pair_limit, 0) then
    update balance set points = points + p_points where account_id = v_allowance;
    code := 'pair_limit';
    allowance_left := allowance_left + p_points;
    return;
  end if;

  v_credit := case when v_recipient.official_id is null
    then open_account('department', v_recipient.department_id, v_year)
    else open_account('received', v_recipient.official_id, v_year) end;
  insert into transfer (kind, debit_account_id, credit_account_id, amount, actor_id, occurred_at)
  values ('gift', v_allowance, v_credit, p_points, v_giver.official_id, p_occurred_at)
  returning id into gift_id;
  insert into gift (id, request_key, giver_id, giver_agency_id, giver_department_id, giver_role,
                    recipient_id, recipient_agency_id, recipient_department_id, recipient_role,
                    points, message, message_hash, source, team_id, allowance_left, given_on, given_at)
  values (gift_id, p_request_key, v_giver.official_id, v_giver.agency_id, v_giver.department_id, v_giver.role,
          v_recipient.official_id, v_recipient.agency_id, v_recipient.department_id, v_recipient.role,
          p_points, p_message, sha256(convert_to(p_message, 'UTF8')), p_source, p_team, allowance_left, p_day, p_occurred_at);
  insert into outbox (team_id, lane, kind, subject_id, due_at)
  select p_team, d->>'lane', d->>'kind', gift_id, p_occurred_at from jsonb_array_elements(p_deliveries) as d;
  code := 'given';
  given_at := p_occurred_at;
end $$;

-- Takes a gift or a special award back by a mirror transfer. Codes: reversed · already_reversed · not_found.
-- A gift's points return to the giver's allowance only in the month they came from; later they go back to issuance.
create function post_reversal(
  p_transfer_id bigint, p_actor integer, p_reason text, p_occurred_at timestamptz, p_day date, p_team text, p_deliveries jsonb,
  out code text, out reversal_id bigint, out allowance_left integer)
language plpgsql security definer set search_path = ieum, pg_temp as $$
declare
  v_original record;
  v_source record;
  v_target bigint;
begin
  perform check_day(p_day, p_occurred_at);
  if coalesce(btrim(p_reason), '') = '' or p_actor is null then raise exception 'a reversal names its actor and reason'; end if;
  select * into v_original from transfer where id = p_transfer_id and kind in ('gift', 'special_grant');
  if not found then code := 'not_found'; return; end if;
  -- Locking the source's balance orders this against gifts and against another reversal of the same transfer.
  select a.* into v_source from account a where a.id = v_original.debit_account_id;
  perform from balance where account_id = v_source.id for update;
  if exists (select from transfer where reverses_id = p_transfer_id) then code := 'already_reversed'; return; end if;

  if v_source.period = date_trunc(case v_source.kind when 'allowance' then 'month' else 'year' end, p_day)::date then
    update balance set points = points + v_original.amount where account_id = v_source.id returning points into allowance_left;
    v_target := v_source.id;
  else
    select debit_account_id into v_target from transfer
    where credit_account_id = v_source.id and kind in ('issue', 'special_issue') order by id limit 1;
  end if;
  insert into transfer (kind, debit_account_id, credit_account_id, amount, reverses_id, actor_id, reason, occurred_at)
  values ('reversal', v_original.credit_account_id, v_target, v_original.amount, p_transfer_id, p_actor, p_reason, p_occurred_at)
  returning id into reversal_id;
  insert into outbox (team_id, lane, kind, subject_id, due_at)
  select p_team, d->>'lane', d->>'kind', p_transfer_id, p_occurred_at from jsonb_array_elements(p_deliveries) as d;
  code := 'reversed';
end $$;

-- 특별협업포인트 to one or many, all or none, out of the agency's yearly pool (운영규정 제9조).
-- Codes: granted · repeat · key_reused · pool (not enough left) · stale_recipient.
create function post_special_grant(
  p_request_key text, p_agency integer, p_actor integer, p_approver integer, p_postings integer[], p_points_each integer,
  p_reason text, p_occurred_at timestamptz, p_day date, p_pool integer, p_team text, p_delivery_kind text,
  out code text, out grant_id bigint, out pool_left integer)
language plpgsql security definer set search_path = ieum, pg_temp as $$
declare
  v_year date := date_trunc('year', p_day);
  v_total integer := p_points_each * cardinality(p_postings);
  v_pool bigint; v_first record; v_posting record; v_transfer bigint;
begin
  perform check_day(p_day, p_occurred_at);
  if v_total is null or v_total = 0 or p_pool is null then raise exception 'a special grant names its receivers, points and pool'; end if;
  -- The consent of a second person is a row of its own, not what a caller says.
  if p_approver is not null and not exists (
    select from approval_decision d
    where 'approval:' || d.request_id = p_request_key and d.decided_by = p_approver and d.approved) then
    raise exception 'nobody % consented to %', p_approver, p_request_key;
  end if;
  v_pool := open_funded('special_pool', p_agency, p_agency, v_year, p_pool, p_occurred_at);
  select points into pool_left from balance where account_id = v_pool for update;

  select g.id, g.actor_id = p_actor and g.points_each = p_points_each and g.reason = p_reason
         and (select array_agg(w.official_id order by w.official_id) from special_award w where w.grant_id = g.id)
           = (select array_agg(p.official_id order by p.official_id) from posting p where p.id = any (p_postings)) as same
  into v_first from special_grant g where g.request_key = p_request_key;
  if found then
    grant_id := v_first.id;
    code := case when v_first.same then 'repeat' else 'key_reused' end;
    return;
  end if;
  if (select count(distinct p.official_id) from posting p join official o on o.id = p.official_id
      where p.id = any (p_postings) and p.during @> p_day and o.status <> 'left' and p.agency_id = p_agency
        and p.official_id <> p_actor and p.official_id is distinct from p_approver) <> cardinality(p_postings) then
    code := 'stale_recipient'; return;
  end if;
  if pool_left < v_total then code := 'pool'; return; end if;

  update balance set points = points - v_total where account_id = v_pool returning points into pool_left;
  insert into special_grant (request_key, agency_id, actor_id, approver_id, points_each, reason, granted_at)
  values (p_request_key, p_agency, p_actor, p_approver, p_points_each, p_reason, p_occurred_at)
  returning id into grant_id;
  for v_posting in select p.official_id, p.department_id from posting p where p.id = any (p_postings) order by p.official_id loop
    insert into transfer (kind, debit_account_id, credit_account_id, amount, actor_id, reason, occurred_at)
    values ('special_grant', v_pool, open_account('special', v_posting.official_id, v_year), p_points_each, p_actor, p_reason, p_occurred_at)
    returning id into v_transfer;
    insert into special_award (id, grant_id, official_id, department_id)
    values (v_transfer, grant_id, v_posting.official_id, v_posting.department_id);
    insert into outbox (team_id, lane, kind, subject_id, due_at)
    values (p_team, 'official:' || v_posting.official_id, p_delivery_kind, v_transfer, p_occurred_at);
  end loop;
  code := 'granted';
end $$;

-- Appends links to the seal's chain. False when another process was first: read again and go on from there.
create function append_seals(p_after_position bigint, p_transfer_ids bigint[], p_hashes bytea[]) returns boolean
language plpgsql security definer set search_path = ieum, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('ieum seal'));
  if exists (select from unnest(p_transfer_ids) as u (id) where not exists (select from transfer t where t.id = u.id)) then
    raise exception 'only transfers are sealed';
  end if;
  if (select coalesce(max(position), 0) from seal) <> p_after_position then return false; end if;
  insert into seal (position, transfer_id, hash)
  select p_after_position + u.n, u.transfer_id, u.hash
  from unnest(p_transfer_ids, p_hashes) with ordinality as u (transfer_id, hash, n);
  return true;
end $$;

revoke execute on all functions in schema ieum from public;
grant execute on function
  post_gift(text, text, gift_source, text, integer, integer, integer, integer, timestamptz, date, integer, integer, jsonb),
  post_reversal(bigint, integer, text, timestamptz, date, text, jsonb),
  post_special_grant(text, integer, integer, integer, integer[], integer, text, timestamptz, date, integer, text, text),
  append_seals(bigint, bigint[], bytea[])
to ieum_app;
