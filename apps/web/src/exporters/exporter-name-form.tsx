import { Button, TextInput } from '@mantine/core';
import type { Exporter } from '@scopemap/contract';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';

/** The exporter's name, or its address, and a way to change the name in place. An empty name takes it away. */
export function ExporterNameForm({ exporter }: { exporter: Exporter }) {
  const { id, address } = exporter;
  const [name, setName] = useState<string | null>(null);
  const rename = useChange('nameExporter', () => setName(null));
  if (name === null) {
    return (
      <>
        {exporter.name ?? <code>{address}</code>}
        {exporter.name && (
          <div className="muted">
            <code>{address}</code>
          </div>
        )}
        <div>
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={`${exporter.name ? 'Rename' : 'Name'} ${exporter.name ?? address}`}
            onClick={() => setName(exporter.name ?? '')}
          >
            {exporter.name ? 'Rename' : 'Name it'}
          </Button>
        </div>
      </>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = name.trim();
    rename.mutate({ params: { id }, body: { name: text === '' ? null : text } });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        aria-label={`Name of ${address}`}
        placeholder={address}
        value={name}
        error={rename.error?.fields.name ?? rename.error?.message}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" size="compact-xs" loading={rename.isPending}>
          Save
        </Button>
        <Button variant="default" size="compact-xs" onClick={() => setName(null)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
