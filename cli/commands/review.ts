import type { ReviewsView, ReviewView } from '../../core/sync/views/reviews.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { reviewLines, reviewsLines } from '../output/review-lines.ts';
import { type Session, show } from '../session.ts';

/** `syncline review list`: pairs that a person should look at. Exit code 1 when any wait. */
export async function listReviews(session: Session, state: 'waiting' | 'answered', limit: string | undefined): Promise<ExitCode> {
  const view = await session.client.get<ReviewsView>('/reviews', { state, limit });
  show(session, view, (v) => reviewsLines(v, session.io));
  return state === 'waiting' && view.reviews.length > 0 ? exitCodes.findings : exitCodes.ok;
}

/** `syncline review show <id>`. */
export async function showReview(session: Session, id: string): Promise<ExitCode> {
  const view = await session.client.get<ReviewView>(`/reviews/${encodeURIComponent(id)}`);
  show(session, view, (v) => reviewLines(v, session.io));
  return exitCodes.ok;
}

/** `syncline review same|different|later <ids…>`. */
export async function answerReviews(session: Session, verdict: 'same' | 'different' | 'later', ids: readonly string[]): Promise<ExitCode> {
  const views: ReviewView[] = [];
  for (const id of ids) views.push(await session.client.post<ReviewView>(`/reviews/${encodeURIComponent(id)}`, { verdict }));
  show(session, views.length === 1 ? (views[0] as ReviewView) : views, () => views.flatMap((view) => reviewLines(view, session.io)));
  return exitCodes.ok;
}
