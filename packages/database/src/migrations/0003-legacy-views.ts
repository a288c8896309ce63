import { type Kysely, sql } from 'kysely';

/**
 * The tables of the original system as read-only views in schema `legacy`, by its rules: counts are flow records, of every
 * exporter, as long as normalised flows are kept; times are those of the flows, in UTC; IPv4 only, as there. Mixed-case names
 * must be quoted; the four tables with such a name have a lower-case twin.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create schema legacy;

    -- Where something is known to listen: named by a person, ever found open, or taught by traffic. A person can rule it out.
    create view legacy_endpoint as
      select address, protocol, port, min(first_seen) as first_seen, max(last_seen) as last_seen
      from (
        select h.address, e.protocol, e.port,
          coalesce(e.first_open_at, e.stated_at) as first_seen, coalesce(e.last_open_at, e.stated_at) as last_seen
        from service_endpoint e join host h on h.id = e.host_id
        where e.person_role = 'server' or e.first_open_at is not null
        union all
        select address, protocol, port, learned_at, learned_at from learned_endpoint
      ) known
      where family(address) = 4 and protocol in (6, 17)
        and not exists (
          select from service_endpoint e join host h on h.id = e.host_id
          where e.person_role = 'not-server' and (h.address, e.protocol, e.port) = (known.address, known.protocol, known.port)
        )
      group by address, protocol, port;

    -- Names of protocols as the original's list has them; one that is not in it stays a number.
    create function legacy_protocol(protocol smallint) returns text immutable language sql return
      case protocol
        when 0 then 'HOPOPT' when 1 then 'ICMP' when 2 then 'IGMP' when 4 then 'IPv4' when 6 then 'TCP' when 8 then 'EGP'
        when 9 then 'IGP' when 17 then 'UDP' when 33 then 'DCCP' when 41 then 'IPv6' when 46 then 'RSVP' when 47 then 'GRE'
        when 50 then 'ESP' when 51 then 'AH' when 58 then 'IPv6-ICMP' when 88 then 'EIGRP' when 89 then 'OSPFIGP'
        when 97 then 'ETHERIP' when 103 then 'PIM' when 108 then 'IPComp' when 112 then 'VRRP' when 115 then 'L2TP'
        when 132 then 'SCTP' when 136 then 'UDPLite' when 137 then 'MPLS-in-IP'
        else protocol::text
      end;

    -- One row per IPv4 record with the original's verdict: known (as is, or turned round), unknown or other. A time further
    -- from its receipt than a wrong clock explains is not believed, as in the relationships.
    create view legacy_record as
      select
        case when v.turned then f.dst else f.src end as ipsrc,
        case when v.turned then f.src else f.dst end as ipdst,
        legacy_protocol(f.protocol) as proto,
        case when v.turned then v.dstport else v.srcport end as srcport,
        case when v.turned then v.srcport else v.dstport end as dstport,
        v.kind,
        case when t.started between f.received_at - interval '7 days' and f.received_at + interval '1 hour'
          then t.started else f.received_at end as started_at,
        case when t.ended between f.received_at - interval '7 days' and f.received_at + interval '1 hour'
          then t.ended else f.received_at end as ended_at
      from flow f
      left join legacy_endpoint d on (d.address, d.protocol, d.port) = (f.dst, f.protocol, f.dst_port)
      left join legacy_endpoint s on (s.address, s.protocol, s.port) = (f.src, f.protocol, f.src_port)
      cross join lateral (
        select coalesce(f.started_at, f.ended_at, f.received_at) as started,
          coalesce(f.ended_at, f.started_at, f.received_at) as ended
      ) t
      cross join lateral (
        select
          case when f.protocol not in (6, 17) then 'other'
            when d.address is not null or s.address is not null then 'known' else 'unknown' end as kind,
          d.address is null and s.address is not null as turned,
          coalesce(f.src_port, 0) as srcport,
          coalesce(f.dst_port, 0) as dstport
      ) v
      where family(f.src) = 4 and family(f.dst) = 4 and f.protocol is not null;

    create view legacy.ipv4 as
      select host(address) as ipv4, min(first_seen) as "dateAdded", max(last_seen) as "dateLastSeen"
      from (
        select address, first_seen, last_seen from host
        union all
        select destination, first_seen, last_seen from segment_evidence
      ) seen
      where family(address) = 4
      group by address;

    create view legacy.service as
      select host(address) || '-' || legacy_protocol(protocol) || '-' || port as servicekey, host(address) as ipv4,
        legacy_protocol(protocol)::character(3) as proto, port, first_seen as "dateAdded", last_seen as "dateLastSeen"
      from legacy_endpoint;

    create view legacy.flow as
      select host(ipsrc) as ipsrc, host(ipdst) as ipdst, proto, dstport, count(*) as hits,
        min(started_at) as "dateAdded", max(ended_at) as "dateLastSeen"
      from legacy_record where kind = 'known' group by legacy_record.ipsrc, legacy_record.ipdst, proto, dstport;

    create view legacy.dailyflow as
      select host(ipsrc) as ipsrc, host(ipdst) as ipdst, proto, dstport,
        (started_at at time zone 'UTC')::date as "dailyDate", count(*) as hits
      from legacy_record where kind = 'known' group by legacy_record.ipsrc, legacy_record.ipdst, proto, dstport, 5;

    create view legacy."unknownFlow" as
      select host(ipsrc) as ipsrc, host(ipdst) as ipdst, proto, srcport, dstport, count(*) as hits,
        min(started_at) as "dateAdded", max(ended_at) as "dateLastSeen"
      from legacy_record where kind = 'unknown' group by legacy_record.ipsrc, legacy_record.ipdst, proto, srcport, dstport;

    create view legacy."unknownDailyFlow" as
      select host(ipsrc) as ipsrc, host(ipdst) as ipdst, proto, srcport, dstport,
        (started_at at time zone 'UTC')::date as "dailyDate", count(*) as hits
      from legacy_record where kind = 'unknown' group by legacy_record.ipsrc, legacy_record.ipdst, proto, srcport, dstport, 6;

    create view legacy."otherFlow" as
      select host(ipsrc) as ipsrc, host(ipdst) as ipdst, proto::character varying(10) as proto, count(*) as hits,
        min(started_at) as "dateAdded", max(ended_at) as "dateLastSeen"
      from legacy_record where kind = 'other' group by legacy_record.ipsrc, legacy_record.ipdst, legacy_record.proto;

    create view legacy."otherDailyFlow" as
      select host(ipsrc) as ipsrc, host(ipdst) as ipdst, proto::character varying(10) as proto,
        (started_at at time zone 'UTC')::date as "dailyDate", count(*) as hits
      from legacy_record where kind = 'other' group by legacy_record.ipsrc, legacy_record.ipdst, legacy_record.proto, 4;

    create view legacy.unknownflow as select * from legacy."unknownFlow";
    create view legacy.unknowndailyflow as select * from legacy."unknownDailyFlow";
    create view legacy.otherflow as select * from legacy."otherFlow";
    create view legacy.otherdailyflow as select * from legacy."otherDailyFlow";

    -- nid is made of the day of receipt and the row's place in its partition, whose rows never move.
    create view legacy.nf as
      select
        ((f.received_at at time zone 'UTC')::date - date '1970-01-01')::bigint << 41
          | ((f.ctid::text::point)[0]::bigint << 9) | (f.ctid::text::point)[1]::bigint as nid,
        f.received_at as added,
        host(x.address) as reportinghost,
        host(f.src) as srcip,
        host(f.dst) as dstip,
        case when f.protocol in (6, 17) then coalesce(f.src_port, 0) else 0 end::text as srcport,
        case when f.protocol in (6, 17) then coalesce(f.dst_port, 0) else 0 end::text as dstport,
        legacy_protocol(f.protocol) as protocol,
        f.version as nfver,
        coalesce(r.source || ' > ' || r.target, 'nomatch') as aclno,
        dz.name as dstzone,
        r.direction as acldirection,
        r.id as aclentryid
      from flow f
      join exporter x on x.id = f.exporter_id
      left join lateral (select zone_id from zone_prefix where prefix >>= f.src order by masklen(prefix) desc limit 1) sp on true
      left join lateral (select zone_id from zone_prefix where prefix >>= f.dst order by masklen(prefix) desc limit 1) dp on true
      left join zone dz on dz.id = dp.zone_id
      left join lateral (
        select a.id, sz.name as source, tz.name as target, m.direction
        from (values
          (1, 'forward', sp.zone_id, dp.zone_id, f.dst_port), (2, 'reverse', dp.zone_id, sp.zone_id, f.src_port)
        ) as m (rank, direction, source_id, target_id, port)
        join approval a on (a.source_zone_id, a.target_zone_id, a.protocol) = (m.source_id, m.target_id, f.protocol)
          and a.port = case when f.protocol in (6, 17, 33, 132, 136) then m.port else 0 end
          and (a.expires_at is null or a.expires_at > f.received_at)
        join zone sz on sz.id = a.source_zone_id
        join zone tz on tz.id = a.target_zone_id
        order by m.rank limit 1
      ) r on true;

    comment on view legacy.nf is 'One row per record as long as normalised flows are kept. dstzone: zone of the longest prefix that '
      'holds dstip; NULL when it lies in no zone. aclno: zone pair of the approval that matches, else nomatch. acldirection: forward '
      'when the record runs from its source zone to its target zone, reverse when it is the answer; aclentryid: the approval. Both '
      'are NULL exactly when aclno is nomatch. An approval that had run out when the record arrived does not match.';
    comment on view legacy.flow is 'TCP and UDP records of which an end is a known service, client to server. hits counts records.';
    comment on view legacy."unknownFlow" is 'TCP and UDP records without a known service, in the direction they were exported.';
    comment on view legacy."otherFlow" is 'Records of all other protocols, in the direction they were exported.';
  `.execute(db);
}
