import { useEffect, useState } from 'react';
import { useUpload } from '../import/use-upload.ts';

/** A file dropped on any page is imported. */
export function DropAnywhere() {
  const [over, setOver] = useState(false);
  const upload = useUpload();
  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      // The drop zone of the import page has handled its own drops by now.
      if (event.defaultPrevented || !carriesFiles(event)) return;
      event.preventDefault();
      upload([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [upload]);
  return over ? (
    <div className="drop-anywhere">
      <div>Drop the file to import it</div>
    </div>
  ) : null;
}
