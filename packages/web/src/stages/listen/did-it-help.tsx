import { answered, type components, ifMatch } from '@hearback/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble } from '../../ui/notices.tsx';
import { helpQuestionsQuery } from './listen-queries.ts';
import styles from './mine.module.css';

type HelpQuestion = components['schemas']['HelpQuestion'];

/** “Did this help?”, asked of whoever spoke; one press answers it. Nothing shows where nothing is asked. */
export function DidItHelp() {
  const { say } = useLanguage();
  const questions = useQuery(helpQuestionsQuery).data?.items ?? [];
  if (questions.length === 0) return null;
  return (
    <section className={styles['help']} aria-labelledby="help">
      <div className="head">
        <h2 id="help">{say.mine.help.title}</h2>
        <span>{say.mine.help.why}</span>
      </div>
      <ul>
        {questions.map((question) => (
          <Question key={question.id} question={question} />
        ))}
      </ul>
    </section>
  );
}

function Question({ question }: { question: HelpQuestion }) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (helped: 'yes' | 'partly' | 'no') => {
      const params = { path: { id: question.id }, header: ifMatch(question.version) };
      return answered(api.POST('/help-questions/{id}/answer', { params, body: { helped } }));
    },
    onSettled: () => queries.invalidateQueries(),
  });
  const { decision, signals } = question;
  return (
    <li className={styles['question']}>
      <div>
        {signals[0] ? <p className="said">“{signals[0].title}”</p> : null}
        {decision ? (
          <p>
            <b>
              <Link to="/records/$kind/$id" params={{ kind: 'decision', id: decision.id }}>
                {decision.title}
              </Link>
            </b>
          </p>
        ) : null}
      </div>
      <div className="btns" role="group" aria-label={say.mine.help.ask(decision?.title ?? '')}>
        {(['yes', 'partly', 'no'] as const).map((helped) => (
          <Button key={helped} onPress={() => answer.mutate(helped)} isDisabled={answer.isPending}>
            {say.mine.help.words[helped]}
          </Button>
        ))}
      </div>
      {answer.isError ? <Trouble error={answer.error} /> : null}
    </li>
  );
}
