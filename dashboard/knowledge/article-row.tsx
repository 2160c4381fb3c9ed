import FileText from 'lucide-solid/icons/file-text';
import MessageCircleQuestion from 'lucide-solid/icons/message-circle-question-mark';
import Trash from 'lucide-solid/icons/trash';
import { Dynamic } from 'solid-js/web';
import type { ArticleView } from '../../shared/account.ts';
import { useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { IconButton } from '../ui/button.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';

export function ArticleRow(props: {
	readonly article: ArticleView;
	readonly onEdit: () => void;
	readonly onDelete: () => void;
}) {
	const t = useSettingsTexts();
	const waits = useWaits();
	const isQuestion = () => props.article.kind === 'question';
	return (
		<li class="article">
			<span class="article-kind" title={isQuestion() ? t().knowledge.kindQuestion : t().knowledge.kindText}>
				<Dynamic component={isQuestion() ? MessageCircleQuestion : FileText} size={16} aria-hidden="true" />
				<span class="unseen">{isQuestion() ? t().knowledge.kindQuestion : t().knowledge.kindText}</span>
			</span>
			<div class="article-main">
				<button
					type="button"
					class="article-title"
					aria-label={t().knowledge.editNamed(props.article.title)}
					onClick={() => props.onEdit()}
				>
					{props.article.title}
				</button>
				<p class="article-body">{props.article.body}</p>
				<p class="article-when">
					{t().knowledge.updated} <RelativeTime at={props.article.updatedAt} />
				</p>
			</div>
			<IconButton
				class="article-delete"
				icon={Trash}
				label={t().knowledge.deleteNamed(props.article.title)}
				waits={waits()}
				onClick={() => props.onDelete()}
			/>
		</li>
	);
}
