import { createVersioned, type Db, listExporters, listVersioned } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { created, end, inOrder, presentProvenance, requirePlaces } from '../versioned-records.ts';

const STANDING = 'A record like this stands already; take it back first.';

function addThirdPartyRoutes(app: FastifyInstance, db: Db): void {
  bind(app, 'thirdParties', async ({ query }) => ({
    thirdParties: (await listVersioned(db, 'third_party', query.history)).map((row) => ({
      ...presentProvenance(row),
      name: row.name,
      service: row.service,
      attestation:
        row.attestation_version !== null && row.attested_at
          ? { version: row.attestation_version, at: row.attested_at.toISOString() }
          : null,
    })),
  }));

  bind(app, 'addThirdParty', async ({ body: { name, service, attestation, reason }, caller }) => {
    const attested = { attestation_version: attestation?.version ?? null, attested_at: attestation?.at ?? null };
    const result = await createVersioned(db, 'third_party', { name, service, ...attested }, { ...caller, reason });
    return created(result, `A third party named "${name}" already exists.`);
  });

  bind(app, 'endThirdParty', ({ params, body, caller }) => end(db, 'third_party', params.id, { ...caller, ...body }));
}

function addTestRoutes(app: FastifyInstance, db: Db): void {
  bind(app, 'segmentationTests', async ({ query }) => ({
    tests: (await listVersioned(db, 'segmentation_test', query.history)).map((row) => ({
      ...presentProvenance(row),
      source: row.source_place,
      target: row.target_place,
      testedAt: row.tested_at.toISOString(),
      result: row.result,
      tester: row.tester,
      independent: row.independent,
      evidence: row.evidence,
    })),
  }));

  bind(app, 'addSegmentationTest', async ({ body: { source, target, testedAt, reason, ...columns }, caller }) => {
    await requirePlaces(db, 'source', [source]);
    await requirePlaces(db, 'target', [target]);
    if (Date.parse(testedAt) > Date.now()) throw invalidField('testedAt', 'lies in the future');
    const row = { ...columns, source_place: source, target_place: target, tested_at: testedAt };
    return created(await createVersioned(db, 'segmentation_test', row, { ...caller, reason }), STANDING);
  });

  bind(app, 'endSegmentationTest', ({ params, body, caller }) =>
    end(db, 'segmentation_test', params.id, { ...caller, ...body }),
  );
}

function addWatchRoutes(app: FastifyInstance, db: Db): void {
  bind(app, 'boundaryWatches', async ({ query }) => ({
    watches: (await listVersioned(db, 'boundary_watch', query.history)).map((row) => ({
      ...presentProvenance(row),
      places: [row.place, row.other_place] as [string, string],
      exporterIds: row.exporter_ids,
      everyPath: row.every_path,
      directions: row.directions,
    })),
  }));

  bind(app, 'addBoundaryWatch', async ({ body: { places, exporterIds, everyPath, directions, reason }, caller }) => {
    await requirePlaces(db, 'places', places);
    const known = new Set((await listExporters(db)).map(({ id }) => id));
    const unknown = exporterIds.find((exporter) => !known.has(exporter));
    if (unknown !== undefined) throw invalidField('exporterIds', `there is no exporter ${unknown}`);
    const row = { ...inOrder(places), exporter_ids: exporterIds, every_path: everyPath, directions };
    return created(await createVersioned(db, 'boundary_watch', row, { ...caller, reason }), STANDING);
  });

  bind(app, 'endBoundaryWatch', ({ params, body, caller }) =>
    end(db, 'boundary_watch', params.id, { ...caller, ...body }),
  );

  bind(app, 'calendarEvents', async ({ query }) => ({
    events: (await listVersioned(db, 'calendar_event', query.history)).map((row) => ({
      ...presentProvenance(row),
      name: row.name,
      happenedAt: row.happened_at.toISOString(),
    })),
  }));

  bind(app, 'addCalendarEvent', async ({ body: { name, happenedAt, reason }, caller }) => {
    const row = { name, happened_at: happenedAt };
    return created(await createVersioned(db, 'calendar_event', row, { ...caller, reason }), STANDING);
  });

  bind(app, 'endCalendarEvent', ({ params, body, caller }) =>
    end(db, 'calendar_event', params.id, { ...caller, ...body }),
  );
}

/** Third parties, segmentation tests, who watches which boundary, and what the window of observation includes. */
export function addEvidenceRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  addThirdPartyRoutes(app, db);
  addTestRoutes(app, db);
  addWatchRoutes(app, db);
}
