import type { Happening } from "./events.ts";
import type { CaseRecord } from "./record.ts";

/**
 * A request for an assessment and what became of it. All its dates are counted from the day it was received; a second
 * request while it is open restarts nothing, and one after its end has dates of its own.
 */
export interface RequestCourse {
  request: Happening;
  /** The first answer to whether to assess. */
  decided: Happening | null;
  refused: Happening | null;
  noPlan: Happening | null;
  draft: Happening | null;
  final: Happening | null;
  closed: boolean;
  /** A Tribunal order, an unopposed appeal or an agreement has taken over: its limits count, not those of the request. Or the case was closed. */
  overtaken: boolean;
}

/** What became of each request, in order. A request while another is open is not in the list. */
export function requestCourses(record: CaseRecord): RequestCourse[] {
  if (!record.has("request-received")) return [];
  const courses: RequestCourse[] = [];
  // A request that arrives on the day another is answered comes after the answer.
  let waiting: Happening | null = null;
  for (const event of record.events) {
    const course = courses.at(-1);
    if (event.type === "request-received") {
      if (!course || course.closed) courses.push(opened(event));
      else waiting = event;
    } else if (course) {
      follow(course, event);
      if (course.closed && waiting?.on === event.on) {
        courses.push(opened(waiting));
        waiting = null;
      }
    }
  }
  return courses;
}

function opened(request: Happening): RequestCourse {
  return { request, decided: null, refused: null, noPlan: null, draft: null, final: null, closed: false, overtaken: false };
}

function follow(course: RequestCourse, event: Happening): void {
  switch (event.type) {
    case "assessment-agreed":
      if (course.overtaken || course.noPlan || course.final) return;
      course.decided ??= event;
      // The council has thought again by itself: the first clock has never stopped.
      course.refused = null;
      course.closed = false;
      return;
    case "assessment-refused":
      if (course.closed) return;
      course.decided ??= event;
      course.refused = event;
      course.closed = true;
      return;
    case "no-plan-decided":
      if (course.closed) return;
      course.noPlan = event;
      course.closed = true;
      return;
    case "draft-served":
      if (course.overtaken || course.refused || course.final) return;
      course.draft ??= event;
      course.closed = false;
      return;
    case "final-plan-sent":
      if (course.overtaken || course.refused || course.final) return;
      course.final = event;
      course.closed = true;
      return;
    case "case-closed":
      course.closed = true;
      course.overtaken = true;
      return;
    case "mediation-agreed":
      if (event.appealable && course.closed) course.overtaken = true;
      return;
    case "tribunal-order":
    case "appeal-unopposed":
      if (course.closed) course.overtaken = true;
  }
}
