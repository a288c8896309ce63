/** A service endpoint by its address. */
export interface EndpointKey {
  readonly address: string;
  readonly protocol: number;
  readonly port: number;
}
