import type { Core, ElementDefinition, SingularElementArgument } from 'cytoscape';
import type { MapElement } from './map-element.ts';

const BASE_CLASSES = 'baseClasses';

/** What {@link reconcile} changed. */
export interface Changes {
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
}

/**
 * Makes the elements of `cy` within `scope` (an id prefix test) the given ones, in one batch and by id: what stays the same is
 * not touched, so selection, focus and view survive. Classes that others added (`dim`, `hidden`) stay.
 */
export function reconcile(
  cy: Core,
  wanted: readonly MapElement[],
  inScope: (id: string) => boolean = () => true,
): Changes {
  const byId = new Map(wanted.map((element) => [element.data.id, element]));
  let added = 0;
  let updated = 0;
  let removed = 0;
  cy.batch(() => {
    const gone = cy.elements().filter((element) => inScope(element.id()) && isGone(element, byId));
    removed = gone.length;
    gone.remove();
    for (const element of byId.values()) {
      const known = cy.getElementById(element.data.id);
      if (known.nonempty()) {
        if (update(known, element)) updated += 1;
      } else {
        cy.add(definition(element)).scratch(BASE_CLASSES, element.classes);
        added += 1;
      }
    }
  });
  return { added, updated, removed };
}

/** Also an edge whose ends changed: Cytoscape cannot re-end an edge by data, so it is made anew. */
function isGone(element: SingularElementArgument, byId: ReadonlyMap<string, MapElement>): boolean {
  const wanted = byId.get(element.id());
  if (!wanted) return true;
  if (element.isNode()) return false;
  return element.data('source') !== wanted.data.source || element.data('target') !== wanted.data.target;
}

function definition(element: MapElement): ElementDefinition {
  return {
    group: element.group,
    data: { ...element.data },
    classes: element.classes,
    ...(element.position && { position: { ...element.position } }),
    ...(element.group === 'nodes' && { grabbable: false, pannable: true }),
  };
}

function update(known: ReturnType<Core['getElementById']>, wanted: MapElement): boolean {
  let changed = false;
  const data = known.data() as Record<string, unknown>;
  const changes = Object.entries(wanted.data).filter(([key, value]) => data[key] !== value);
  if (changes.length > 0) {
    known.data(Object.fromEntries(changes));
    changed = true;
  }
  const stale = Object.keys(data).filter((key) => !(key in wanted.data));
  if (stale.length > 0) {
    known.removeData(stale.join(' '));
    changed = true;
  }
  const classes: unknown = known.scratch(BASE_CLASSES);
  if (classes !== wanted.classes) {
    if (typeof classes === 'string') known.removeClass(classes);
    known.addClass(wanted.classes);
    known.scratch(BASE_CLASSES, wanted.classes);
    changed = true;
  }
  if (wanted.position) {
    const { x, y } = known.position();
    if (x !== wanted.position.x || y !== wanted.position.y) {
      known.position({ ...wanted.position });
      changed = true;
    }
  }
  return changed;
}
