import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { CopyLines } from '../ui/copy-lines.tsx';
import { EXPORTER_RECIPES, isLoopback } from './exporter-recipes.ts';

/** The lines that make an exporter send to this collector, with its address and port filled in. */
export function ExporterRecipes() {
  const status = useEndpoint('status', {});
  const pageHost = window.location.hostname.replace(/^\[|\]$/g, '');
  const [host, setHost] = useState(pageHost);
  const [id, setId] = useState('ios');
  const recipe = EXPORTER_RECIPES.find((each) => each.id === id);
  const port = status.data?.flowPorts[0] ?? 2055;
  const ports = status.data?.flowPorts.join(' or ') ?? port;
  if (!recipe) return null;
  return (
    <div className="stack">
      <div className="row">
        <NativeSelect
          label="Exporter"
          data={EXPORTER_RECIPES.map(({ id: value, name }) => ({ value, label: name }))}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <TextInput
          label="Address of this host"
          value={host}
          onChange={(event) => setHost(event.currentTarget.value)}
          w={170}
        />
      </div>
      {isLoopback(host) && (
        <div className="notice notice-warning">
          {host} is this machine only. Enter the address at which the exporter reaches it.
        </div>
      )}
      <div className="muted">{recipe.where}</div>
      <CopyLines key={recipe.id} label={`Configuration for ${recipe.name}`} text={recipe.lines({ host, port })} />
      <div className="muted">
        UDP {ports}: each port takes NetFlow v5, v9 and IPFIX. The map fills by itself when the first packet arrives.
      </div>
    </div>
  );
}
