import { Button, TextInput } from '@mantine/core';
import type { HostDetail } from '@scopemap/contract';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';

/** The host's name as heading, and a way to change it in place. */
export function HostNameForm({ host }: { host: HostDetail }) {
  const [name, setName] = useState<string | null>(null);
  const rename = useChange('nameHost', () => setName(null));
  if (name === null) {
    return (
      <div className="row panel-title">
        <h2>{host.name ?? host.address}</h2>
        <Button variant="subtle" size="compact-xs" onClick={() => setName(host.name ?? '')}>
          {host.name ? 'Rename' : 'Name it'}
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ params: { id: host.id }, body: { name } });
  };
  return (
    <form className="row panel-title" onSubmit={submit}>
      <TextInput
        aria-label="Name of the host"
        value={name}
        error={rename.error?.fields.name ?? rename.error?.message}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={name.trim() === ''} loading={rename.isPending}>
        Save
      </Button>
      <Button variant="default" onClick={() => setName(null)}>
        Cancel
      </Button>
    </form>
  );
}
