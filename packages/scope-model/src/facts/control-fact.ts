import type { PlaceRef } from './place.ts';

/** A network security control and what it separates. Several controls of one pair count as parallel paths. */
export interface ControlFact {
  readonly id: string;
  readonly name: string;
  /** The device, when it is among the assets. */
  readonly asset: string | null;
  /** Pairs in both directions. */
  readonly separates: readonly (readonly [PlaceRef, PlaceRef])[];
  /** Type, make, model, version and method, as text (table of segmentation controls). */
  readonly description: string | null;
  /** Null: the rules are not known. */
  readonly ruleSet: RuleSetFact | null;
  /** Last change of device or rules; a test before it proves nothing any more (11.4.5). Null: not known. */
  readonly changedAt: number | null;
}

/** What was imported as the rules of a control. */
export interface RuleSetFact {
  readonly id: string;
  readonly version: string;
  readonly pulledAt: number;
  /** What happens to traffic that no line matches. */
  readonly defaultAction: 'allow' | 'deny' | 'unknown';
  /** Lines that could not be understood and that no {@link RuleFact} with `uncertain` stands for. */
  readonly linesNotUnderstood: readonly string[];
  readonly rules: readonly RuleFact[];
}

/** One line of a rule set, in order of evaluation; the first that matches decides. A reply of permitted traffic is permitted. */
export interface RuleFact {
  readonly id: string;
  /** Line number or name by which the device's staff find it. */
  readonly line: string;
  readonly action: 'allow' | 'deny';
  /** Canonical prefixes; null: any. */
  readonly source: readonly string[] | null;
  readonly destination: readonly string[] | null;
  /** IANA protocol number; null: any. */
  readonly protocol: number | null;
  /** Inclusive ranges of the server's port; null: any. */
  readonly ports: readonly (readonly [number, number])[] | null;
  /** Has a part that was not understood: it may match less, or something else, than it says. */
  readonly uncertain: boolean;
  /** The line as it stands in the device, or its remark. */
  readonly text: string;
}

/** What the rules of one control say of one contact. */
export interface RuleVerdictFact {
  readonly contact: string;
  readonly control: string;
  readonly verdict: 'allowed' | 'denied' | 'undetermined' | 'no-list';
  /** Line that decided, or that made it undetermined; null for the default. */
  readonly line: string | null;
}

/** A test that one place cannot reach another (11.4.5, 11.4.6). */
export interface SegmentationTestFact {
  readonly id: string;
  readonly from: PlaceRef;
  readonly to: PlaceRef;
  readonly at: number;
  readonly result: 'passed' | 'failed';
  readonly tester: string;
  readonly independent: boolean;
  readonly evidence: string | null;
}

/** A service that is allowed for a business need (1.2.5). */
export interface ApprovalFact {
  readonly id: string;
  readonly from: PlaceRef;
  readonly to: PlaceRef;
  readonly protocol: number;
  /** Null: protocol without ports. */
  readonly port: number | null;
  readonly need: string;
  readonly approvedBy: string;
  readonly until: number | null;
}
