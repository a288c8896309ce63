import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { PictureFormat } from './save-picture.ts';

interface ExportMenuProps {
  /** The picture as it is shown, with its heading and legend. */
  makeSvg: () => string;
}

/** Saves what is shown: the picture as a file, or the address that shows it again. */
export function ExportMenu({ makeSvg }: ExportMenuProps) {
  const save = async (format: PictureFormat) => {
    try {
      const { savePicture } = await import('./save-picture.ts');
      await savePicture(makeSvg(), format, `scope-map-${new Date().toISOString().slice(0, 10)}`);
    } catch (error) {
      notifications.show({ color: 'red', title: 'The picture was not saved', message: (error as Error).message });
    }
  };
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      notifications.show({ message: 'The address of this picture is copied' });
    } catch {
      notifications.show({ color: 'red', title: 'Not copied', message: 'Copy it from the address bar instead.' });
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">Export ▾</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save('svg')}>Picture as SVG</Menu.Item>
        <Menu.Item onClick={() => void save('png')}>Picture as PNG</Menu.Item>
        <Menu.Item onClick={() => void copyLink()}>Copy the link</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
