import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { t } from '../texts.ts';

/** Says that the bot does not run, and what to do. */
export function BotDown({ name }: { name: string }) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('chat.botDownTitle', { name })}</MessageBarTitle>
        {t('chat.botDown')}
      </MessageBarBody>
    </MessageBar>
  );
}
