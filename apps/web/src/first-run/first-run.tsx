import { Dropzone } from '@mantine/dropzone';
import { useEndpoint } from '../api/use-endpoint.ts';
import { ExporterRecipes } from '../exporters/exporter-recipes-panel.tsx';
import { ImportCard } from '../import/import-card.tsx';
import { LoadSampleButton } from '../import/load-sample-button.tsx';
import { useUpload } from '../import/use-upload.ts';
import '@mantine/dropzone/styles.css';
import '../import/import.css';
import './first-run.css';

/** The map before there is anything to draw: three ways to the first traffic, side by side. */
export function FirstRun() {
  const upload = useUpload();
  const status = useEndpoint('status', {});
  const imports = useEndpoint('imports', {}, { refetchInterval: 2_000 });
  const recent = imports.data?.imports.slice(0, 3) ?? [];
  const ports = status.data?.flowPorts.join(' and ');
  return (
    <div className="first-run">
      <header>
        <h1>No traffic yet. Choose a way to begin.</h1>
        <p className="muted">
          The map draws which systems talk to which, from what the network says. It fills by itself with the first
          flows.
        </p>
      </header>
      <div className="first-run-ways">
        <section className="card">
          <h2>Import a capture</h2>
          <p className="muted">
            A pcap or pcapng file with NetFlow v5, v9 or IPFIX export packets. Lists of zones, firewall rules and scans
            go the same way. Dropping a file anywhere on the page works too.
          </p>
          <Dropzone onDrop={upload} multiple className="drop-zone" role="group" aria-label="Choose files to import">
            <div className="drop-zone-words">
              <DropIcon />
              <strong>Drop files here</strong>
              <span className="muted">or press to choose</span>
            </div>
          </Dropzone>
        </section>
        <section className="card first-run-exporter">
          <h2>Point an exporter here</h2>
          <p className="muted">
            {ports ? `Listening on UDP ${ports}. ` : ''}Copy these lines into a router, switch or hypervisor.
          </p>
          <ExporterRecipes />
        </section>
        <section className="card">
          <h2>Load the sample network</h2>
          <p className="muted">
            An invented retailer: payment zone, card vault, stores, about 300 hosts and 30 days of traffic, with a few
            things that should not be. Good to look around; one click.
          </p>
          <SamplePicture />
          <LoadSampleButton fullWidth size="sm" />
        </section>
      </div>
      <div className="first-run-imports">
        {recent.map((job) => (
          <ImportCard key={job.id} job={job} />
        ))}
      </div>
    </div>
  );
}

function DropIcon() {
  return (
    <svg
      width="40"
      height="40"
      viewBox="0 0 40 40"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      <path d="M20 5v20m-7-7l7 7 7-7M6 27v7h28v-7" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

/** The scope lanes in small. */
function SamplePicture() {
  return (
    <svg viewBox="0 0 260 150" className="sample-picture" aria-hidden="true">
      <rect width="70" height="150" fill="var(--c-lane-cde)" />
      <rect x="84" width="82" height="150" fill="var(--c-lane-connected)" />
      <rect x="192" width="68" height="150" fill="var(--c-lane-out-of-scope)" />
      <path d="M179 0v150" stroke="var(--c-cde)" strokeWidth="2" strokeDasharray="6 4" />
      <g fill="var(--c-surface)" strokeWidth="1.800">
        <rect x="8" y="18" width="54" height="48" rx="4" stroke="var(--c-cde)" />
        <rect x="8" y="84" width="54" height="44" rx="4" stroke="var(--c-cde)" />
        <rect x="93" y="14" width="64" height="34" rx="4" stroke="var(--c-connected)" />
        <rect x="93" y="62" width="64" height="36" rx="4" stroke="var(--c-security)" />
        <rect x="200" y="40" width="52" height="62" rx="4" stroke="var(--c-out-of-scope)" />
      </g>
      <g fill="none">
        <path d="M93 31H78v10H62M93 80H73V50H62M200 60h-14v20h-29" stroke="var(--c-approved)" strokeWidth="2" />
        <path d="M200 84h-10v30H62" stroke="var(--c-violation)" strokeWidth="3" />
      </g>
    </svg>
  );
}
