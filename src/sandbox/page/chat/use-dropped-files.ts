import { type DragEvent, useRef, useState } from 'react';

/** Takes files that are dropped onto an element; `over` while they hang above it. */
export function useDroppedFiles(onFiles: (files: File[]) => void) {
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const move = (by: 1 | -1 | 0) => {
    depth.current = by === 0 ? 0 : depth.current + by;
    setOver(depth.current > 0);
  };
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return {
    over,
    handlers: {
      onDragEnter: (event: DragEvent) => {
        if (hasFiles(event)) move(1);
      },
      onDragLeave: (event: DragEvent) => {
        if (hasFiles(event)) move(-1);
      },
      onDragOver: (event: DragEvent) => {
        if (hasFiles(event)) event.preventDefault();
      },
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        move(0);
        onFiles([...event.dataTransfer.files]);
      },
    },
  };
}
