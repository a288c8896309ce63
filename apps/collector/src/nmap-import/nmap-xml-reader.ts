import type { ScannedHost } from '@scopemap/database';
import { SaxesParser } from 'saxes';
import { HostElement, parseTime } from './host-element.ts';
import { NmapXmlError } from './nmap-xml-error.ts';

/** No element of nmap's is that deep, or that long. */
const DEEPEST = 50;
const LONGEST_TOKEN_OCTETS = 16 * 1024 * 1024;

/**
 * Reads nmap's XML output (`-oX`) piece by piece, in memory of one host. Only the five entities of XML itself are known, and a
 * document type with declarations of its own is refused, so that nothing can expand or be fetched. Throws {@link NmapXmlError}.
 */
export class NmapXmlReader {
  readonly #parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  readonly #text = new TextDecoder('utf-8', { fatal: true });
  readonly #path: string[] = [];
  #startedAt: Date | null = null;
  #host: HostElement | null = null;
  #found: ScannedHost[] = [];
  #octetsInToken = 0;
  #ended = false;
  /** The scanner said that it came to its end. */
  #succeeded = false;

  constructor() {
    this.#parser.on('error', (error) => {
      throw new NmapXmlError(`it is not well-formed XML: ${error.message}`);
    });
    this.#parser.on('doctype', (doctype) => {
      if (doctype.trim() !== 'nmaprun') throw new NmapXmlError('its document type is not that of nmap');
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(name, attributes));
    this.#parser.on('closetag', ({ name }) => this.#close(name));
  }

  /** Returns the hosts that these octets complete and that are up. */
  push(octets: Uint8Array): ScannedHost[] {
    this.#octetsInToken += octets.length;
    if (this.#octetsInToken > LONGEST_TOKEN_OCTETS) throw new NmapXmlError('one of its elements is too long');
    this.#parser.write(this.#decode(octets, true));
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Ends the document. `incomplete`: the scanner was stopped before it had finished; the hosts until then are good. */
  finish(): { readonly incomplete: boolean } {
    this.#decode(new Uint8Array(), false);
    if (this.#startedAt === null) throw new NmapXmlError('it is not XML of nmap');
    if (this.#ended) this.#parser.close();
    return { incomplete: !this.#succeeded };
  }

  #decode(octets: Uint8Array, stream: boolean): string {
    try {
      return this.#text.decode(octets, { stream });
    } catch {
      throw new NmapXmlError('it is not UTF-8');
    }
  }

  #open(name: string, attributes: Record<string, string>): void {
    this.#octetsInToken = 0;
    if (this.#path.length === 0) this.#openRoot(name, attributes);
    this.#path.push(name);
    if (this.#path.length > DEEPEST) throw new NmapXmlError('its elements are nested too deep');
    if (this.#path.length === 2 && name === 'host') this.#host = new HostElement(attributes);
    else if (this.#host) this.#host.open(this.#path.slice(2).join('/'), attributes);
    else if (this.#path.join('/') === 'nmaprun/runstats/finished') this.#succeeded = attributes.exit === 'success';
  }

  #openRoot(name: string, attributes: Record<string, string>): void {
    if (name !== 'nmaprun') throw new NmapXmlError(`its root element is ${name}, not nmaprun`);
    this.#startedAt = parseTime(attributes.start);
    if (this.#startedAt === null) throw new NmapXmlError('it does not say when the scan began');
  }

  #close(name: string): void {
    this.#octetsInToken = 0;
    this.#path.pop();
    this.#ended = this.#path.length === 0;
    if (name !== 'host' || this.#path.length !== 1 || !this.#host) return;
    const host = this.#host.close(this.#startedAt as Date);
    if (host) this.#found.push(host);
    this.#host = null;
  }
}
