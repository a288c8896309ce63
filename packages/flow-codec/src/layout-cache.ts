import type { ElementRegistry } from './element-registry.ts';
import type { FlowColumns } from './flow-columns.ts';
import { type FlowReader, generateReader } from './generated-reader.ts';
import { interpretedReader, ReadScratch } from './interpreted-reader.ts';
import { type ReadPlan, readPlan } from './read-plan.ts';
import type { ReadState } from './read-state.ts';
import type { StoredField } from './stored-template.ts';
import { VARIABLE_LENGTH } from './template.ts';

/** Layouts remembered by their fields. */
const MAX_LAYOUTS = 20_000;
const IPFIX = 10;
/** An IPv6 address. */
const LONGEST_VALUE = 16;

/** One record layout with its reader; templates of the same fields share it. */
export class Layout {
  readonly plan: ReadPlan;
  readonly unknown: readonly StoredField[];
  generated: FlowReader | null = null;
  #uses = 0;
  #mayCompile = true;
  #interpreted: FlowReader | null = null;
  readonly #cache: LayoutCache;

  constructor(fields: readonly StoredField[], version: number, registry: ElementRegistry, cache: LayoutCache) {
    this.plan = readPlan(fields, version, registry);
    this.unknown = fields.filter(([enterprise, id, length]) => length > 0 && registry(enterprise, id) === undefined);
    this.#cache = cache;
  }

  read(state: ReadState, columns: FlowColumns): void {
    if (this.#mayCompile && this.#uses++ >= this.#cache.compileAfter) {
      this.#mayCompile = false;
      this.#cache.compile(this);
    }
    if (this.generated) this.generated(state, columns);
    else {
      this.#interpreted ??= interpretedReader(this.plan, this.#cache.scratch);
      this.#interpreted(state, columns);
    }
  }

  /** Gives up the code for good. */
  interpretOnly(): void {
    this.generated = null;
    this.#mayCompile = false;
  }
}

/**
 * The layouts in use. Plans are made when a template comes, code only for layouts that are read often and only for so
 * many of them; the others stay with the interpreter, so that ten thousand templates cost no compilation.
 */
export class LayoutCache {
  readonly scratch = new ReadScratch();
  readonly #layouts = new Map<string, Layout>();
  readonly #registry: ElementRegistry;
  readonly #maxCompiled: number;
  #compiled = 0;

  /** Sets that a layout reads by the interpreter before it is compiled: most templates of a large site are seldom used. */
  readonly compileAfter: number;

  constructor(
    registry: ElementRegistry,
    { compiledReaders, compileAfter }: { compiledReaders: number; compileAfter: number },
  ) {
    this.#registry = registry;
    this.#maxCompiled = compiledReaders;
    this.compileAfter = compileAfter;
  }

  layout(fields: readonly StoredField[], version: number): Layout {
    const key = `${version};${fields.join(';')}`;
    const known = this.#layouts.get(key);
    if (known) return known;
    const layout = new Layout(fields, version, this.#registry, this);
    this.#layouts.set(key, layout);
    if (this.#layouts.size > MAX_LAYOUTS) this.#forgetOldest();
    return layout;
  }

  /** Layout of the values of a basic list (IPFIX only); null when they can say nothing of a flow. */
  listLayout(field: StoredField): Layout | null {
    const [enterprise, id, length] = field;
    if (this.#registry(enterprise, id)?.role === undefined || length === 0) return null;
    // No more layouts than there are elements and lengths that a value can have.
    return length > LONGEST_VALUE && length !== VARIABLE_LENGTH ? null : this.layout([field], IPFIX);
  }

  compile(layout: Layout): void {
    if (this.#compiled >= this.#maxCompiled) return;
    try {
      layout.generated = generateReader(layout.plan);
      if (layout.generated) this.#compiled++;
    } catch (error) {
      // The environment forbids code from strings (CSP): from here on the interpreter does it all.
      if (!(error instanceof EvalError)) throw error;
      this.#compiled = Number.POSITIVE_INFINITY;
    }
  }

  /** Templates that still use the layout keep it; only its code is given up, which bounds the compiled readers. */
  #forgetOldest(): void {
    const [key, layout] = this.#layouts.entries().next().value as [string, Layout];
    this.#layouts.delete(key);
    if (layout.generated) this.#compiled--;
    layout.interpretOnly();
  }
}
