/**
 * The part of Adaptive Cards 1.5 that we use, as Teams takes it. Narrower than the schema on purpose:
 * what cannot be written down here cannot be sent.
 */
export type Color = 'default' | 'accent' | 'good' | 'warning' | 'attention';
export type ContainerStyle = 'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention';
export type Spacing = 'none' | 'small' | 'default' | 'medium' | 'large';

/** Rendered as markdown: for our own texts only. People's text goes into a TextRun. */
export interface TextBlock {
  readonly type: 'TextBlock';
  readonly text: string;
  readonly wrap: true;
  readonly style?: 'heading';
  readonly size?: 'small' | 'default' | 'medium' | 'large';
  readonly weight?: 'default' | 'bolder';
  readonly isSubtle?: boolean;
  readonly spacing?: Spacing;
}

/** Shown as it stands, without markdown. */
export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly color?: Color;
  readonly weight?: 'default' | 'bolder';
  readonly size?: 'small' | 'default' | 'medium' | 'large';
  readonly italic?: boolean;
  readonly isSubtle?: boolean;
  readonly fontType?: 'default' | 'monospace';
}

export interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
  readonly spacing?: Spacing;
}

export interface Container {
  readonly type: 'Container';
  readonly items: readonly Element[];
  readonly id?: string;
  readonly style?: ContainerStyle;
  readonly bleed?: boolean;
  readonly spacing?: Spacing;
  readonly separator?: boolean;
  readonly isVisible?: boolean;
  readonly selectAction?: Submit;
}

export interface Column {
  readonly type: 'Column';
  readonly width: 'auto' | 'stretch' | number;
  readonly items: readonly Element[];
  readonly verticalContentAlignment?: 'top' | 'center';
}

export interface ColumnSet {
  readonly type: 'ColumnSet';
  readonly columns: readonly Column[];
  readonly spacing?: Spacing;
}

export interface ActionSet {
  readonly type: 'ActionSet';
  readonly actions: readonly Action[];
  readonly spacing?: Spacing;
}

interface Input {
  readonly id: string;
  readonly label: string;
  readonly isRequired?: boolean;
  readonly errorMessage?: string;
  readonly spacing?: Spacing;
}

export interface TextInput extends Input {
  readonly type: 'Input.Text';
  readonly isMultiline?: boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly value?: string;
}

export interface DateInput extends Input {
  readonly type: 'Input.Date';
  readonly value?: string;
}

export interface ChoiceSet extends Input {
  readonly type: 'Input.ChoiceSet';
  readonly choices: readonly { readonly title: string; readonly value: string }[];
  readonly style: 'expanded';
  readonly wrap: true;
  readonly isMultiSelect?: boolean;
  readonly value?: string;
}

export type Element =
  | TextBlock
  | RichTextBlock
  | Container
  | ColumnSet
  | ActionSet
  | TextInput
  | DateInput
  | ChoiceSet;

/** How a button looks: `positive` is the one to press, `destructive` takes something away. */
export type ActionStyle = 'default' | 'positive' | 'destructive';

export interface Submit {
  readonly type: 'Action.Submit';
  readonly title: string;
  readonly data: object;
  readonly style?: ActionStyle;
}

/** Answered by the bot with the card as it stands then. `fallback` serves clients older than 1.4. */
export interface Execute {
  readonly type: 'Action.Execute';
  readonly title: string;
  readonly verb: string;
  readonly data: { readonly requestId: string };
  readonly style?: ActionStyle;
  readonly associatedInputs?: 'auto' | 'none';
  readonly fallback: Submit;
}

export interface ToggleVisibility {
  readonly type: 'Action.ToggleVisibility';
  readonly title: string;
  readonly targetElements: readonly string[];
}

export interface OpenUrl {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
  readonly style?: ActionStyle;
}

export type Action = Submit | Execute | ToggleVisibility | OpenUrl;

/** Who sees a card drawn for him alone: Teams asks the bot again when one of `userIds` (MRIs, at most 60) opens it. */
export interface Refresh {
  readonly action: Omit<Execute, 'fallback' | 'title'>;
  readonly userIds?: readonly string[];
}

export interface AdaptiveCard {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly speak: string;
  readonly body: readonly Element[];
  readonly actions?: readonly Action[];
  readonly refresh?: Refresh;
  readonly msteams?: { readonly width: 'Full' };
}
