/** What an inventory knows of an asset beside its addresses; it decides nothing and ends up in the inventory table (12.5.1). */
export interface InventoryFact {
  readonly type: string | null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly purpose: string | null;
  readonly owner: string | null;
  readonly location: string | null;
  readonly environment: string | null;
}

/** A system, over time. */
export interface AssetFact {
  /** Unique; never reused. */
  readonly id: string;
  readonly name: string | null;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** How it became known: `flow`, `scan`, `import`, `person`. */
  readonly knownBy: readonly string[];
  readonly inventory: InventoryFact | null;
}

/** An asset had an address for a time. One address may belong to several assets, one after the other. */
export interface AddressBinding {
  readonly asset: string;
  /** Canonical IPv4 or IPv6 text. */
  readonly address: string;
  /** Null: since ever. */
  readonly from: number | null;
  /** Exclusive; null: until further notice. */
  readonly until: number | null;
  /** `declared`, `lease`, `mac`, `observed`. */
  readonly basis: string;
}
