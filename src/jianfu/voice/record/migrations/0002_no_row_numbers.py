"""Tables without row numbers, whose order tells nothing, and a tree that only grows."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SHUFFLED = (
    "voice_complaint",
    "voice_message",
    "voice_proposal",
    "voice_item",
    "voice_itempart",
    "voice_waitingentry",
    "voice_handler",
    "voice_usednonce",
)
MESSAGE = "公开记录只能追加，不能修改或删除"
POSTGRESQL = [
    f"""CREATE FUNCTION refuse_voice_entry_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$""",
    """CREATE TRIGGER voice_entry_append_only BEFORE UPDATE OR DELETE ON voice_entry
       FOR EACH ROW EXECUTE FUNCTION refuse_voice_entry_change()""",
]


def drop_row_numbers(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor != "sqlite":
        return
    tables = ("voice_contentkey",) if editor.connection.alias == "keys" else SHUFFLED
    with editor.connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
            made = dict.fromkeys(sql for _, sql in sorted(cursor.fetchall(), reverse=True))
            # "table" sorts after "index": the table itself comes first.
            cursor.execute(f"DROP TABLE {table}")
            for sql in made:
                cursor.execute(f"{sql} WITHOUT ROWID" if sql.startswith("CREATE TABLE") else sql)


def guard_entries(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.alias == "keys":
        return
    if editor.connection.vendor == "postgresql":
        statements = POSTGRESQL
    else:
        statements = [
            f"CREATE TRIGGER voice_entry_no_{verb.lower()} BEFORE {verb} ON voice_entry "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    for statement in statements:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("voice", "0001_initial")]
    operations = [
        migrations.RunPython(drop_row_numbers, migrations.RunPython.noop),
        migrations.RunPython(guard_entries, migrations.RunPython.noop),
    ]
