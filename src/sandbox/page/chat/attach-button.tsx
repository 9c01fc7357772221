import { Button } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons/svg/attach';
import { useRef } from 'react';
import { t } from '../texts.ts';

/** Lets a person choose files. */
export function AttachButton({ onFiles }: { onFiles(files: File[]): void }) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        appearance="subtle"
        icon={<AttachRegular />}
        aria-label={t('compose.attach')}
        title={t('compose.attach')}
        onClick={() => chooser.current?.click()}
      />
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label={t('compose.attach')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
