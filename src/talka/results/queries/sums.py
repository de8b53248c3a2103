"""What indicators are counted from, summed by the database: a project has thousands of attendances and answers.

Ids come as text, which is read several times faster than an array.
"""

CROWDS = """
SELECT event_id,
    string_agg(DISTINCT person_id::text, ','),
    string_agg(DISTINCT organisation_id::text, ','),
    string_agg(DISTINCT area_id::text, ','),
    string_agg(days::text, ',')
FROM (
    SELECT registration.event_id, registration.person_id, count(*) AS days,
        coalesce(organisation.merged_into_id, organisation.id) AS organisation_id,
        coalesce(remaining.area_id, organisation.area_id) AS area_id
    FROM events_attendance AS attendance
    JOIN events_registration AS registration ON registration.id = attendance.registration_id
    LEFT JOIN people_organisation AS organisation ON organisation.id = registration.organisation_id
    LEFT JOIN people_organisation AS remaining ON remaining.id = organisation.merged_into_id
    WHERE registration.event_id = ANY(%s)
    GROUP BY registration.id, organisation.id, remaining.id
) AS came
GROUP BY event_id
"""
"""Of every event that anybody attended one row: people, organisations (the one that remains where one was entered
twice), areas, and of each registration how many days it attended."""

MARKS = """
SELECT sheet.event_id, count(DISTINCT sheet.id), count(*), sum(mark.value::integer)::integer
FROM events_feedbackanswer AS sheet
CROSS JOIN LATERAL jsonb_each_text(sheet.ratings) AS mark(key, value)
WHERE sheet.event_id = ANY(%(events)s) AND mark.key = ANY(%(keys)s) AND mark.value <> '0'
GROUP BY sheet.event_id
"""
"""Of every event with any of these marks one row: sheets, marks, their sum."""
