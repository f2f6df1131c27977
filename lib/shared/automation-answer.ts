/**
 * The Python of a step that reads what a function has answered. SSM hands that on as text, and does not stop at an answer
 * that says that the function failed; hence a few lines that look into it.
 *
 * @param member what an answer has unless the function failed
 */
export function readAnswer(member: string): string {
  return `import json

def read(events, context):
    answer = events['answer']
    if not isinstance(answer, dict):
        answer = json.loads(answer)
    if '${member}' not in answer:
        raise Exception(answer.get('errorMessage', json.dumps(answer)))
    return answer
`;
}
