import { defineTable, instant, list, text, yesNo } from './evidence-table.ts';
import { intervalText } from './interval-text.ts';

/** T2: every system, in scope or not, with what was decided and why. */
export const inventory = defineTable({
  id: 'T2',
  name: 't02-inventory',
  title: 'Inventory of systems',
  requirements: ['12.5.1', '12.5.2'],
  columns: {
    asset: text('Asset'),
    name: text('Name'),
    addresses: list('Addresses, with the time they were held'),
    type: text('Type'),
    vendor: text('Vendor'),
    product: text('Product'),
    version: text('Version'),
    purpose: text('Function or use'),
    owner: text('Owner'),
    location: text('Location'),
    environment: text('Environment'),
    place: text('Segment'),
    zone: text('Zone'),
    category: text('Category'),
    inScope: yesNo('In scope'),
    initiator: text('Who begins contact with the CDE'),
    accountData: list('Account data'),
    reasons: list('Reasons'),
    missing: list('Missing facts'),
    marks: list('Remarks'),
    conflict: yesNo('A statement and the traffic contradict each other'),
    firstSeen: instant('First seen'),
    lastSeen: instant('Last seen'),
    knownBy: list('How known'),
    statedBy: list('Statements'),
  },
  *rows(view) {
    const tags = Map.groupBy(
      view.facts.tags.filter(({ subject }) => subject.kind === 'asset'),
      ({ subject }) => subject.id,
    );
    for (const asset of view.assets) {
      const { fact } = asset;
      const decision = view.decision(asset.id);
      const place = view.placeOf(asset.id);
      const own = tags.get(asset.id) ?? [];
      yield {
        asset: asset.id,
        name: fact?.name ?? null,
        addresses: asset.bindings.map(({ address, from, until }) => `${address}${intervalText(from, until)}`),
        type: fact?.inventory?.type ?? null,
        vendor: fact?.inventory?.vendor ?? null,
        product: fact?.inventory?.product ?? null,
        version: fact?.inventory?.version ?? null,
        purpose: fact?.inventory?.purpose ?? null,
        owner: fact?.inventory?.owner ?? null,
        location: fact?.inventory?.location ?? null,
        environment: fact?.inventory?.environment ?? null,
        place: place && view.placeLabel(place),
        zone: place && view.zoneLabel(place),
        category: decision.category,
        inScope: decision.inScope,
        initiator: decision.initiator,
        accountData: own.flatMap(({ statement }) => {
          if (statement.kind !== 'account-data') return [];
          return (['stores', 'processes', 'transmits'] as const).filter((verb) => statement[verb]);
        }),
        reasons: decision.reasons.map((reason) => `${reason.rule} ${reason.text}`),
        missing: decision.missing.map((missing) => missing.text),
        marks: decision.marks.map((mark) => mark.text),
        conflict: decision.conflict,
        firstSeen: fact?.firstSeen ?? null,
        lastSeen: fact?.lastSeen ?? null,
        knownBy: fact?.knownBy ?? ['flow'],
        statedBy: own.map(({ id, author, reason }) => `${id} by ${author}: ${reason}`),
      };
    }
  },
});
