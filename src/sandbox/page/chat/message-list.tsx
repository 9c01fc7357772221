import type { People, Person } from '../api/shapes.ts';
import { dayOf } from '../texts.ts';
import { placeMessages } from './arrange-messages.ts';
import type { ChatMessage } from './fold-messages.ts';
import { MessageView } from './message-view.tsx';

/** The messages of a chat, oldest first. */
export function MessageList(props: { messages: ChatMessage[]; viewer: Person; people: People }) {
  return placeMessages(props.messages, dayOf).map((placed) => (
    <MessageView
      key={placed.message.id}
      placed={placed}
      viewer={props.viewer}
      people={props.people}
    />
  ));
}
