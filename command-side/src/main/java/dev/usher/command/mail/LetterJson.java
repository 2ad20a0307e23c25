package dev.usher.command.mail;

import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import tools.jackson.databind.json.JsonMapper;

/** The form in which letters wait: JSON that psql shows. Of its own, so that no setting of the doors can change it. */
final class LetterJson implements Serializer {

    static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public byte[] serialize(Object data) {
        return data == null ? null : JSON.writeValueAsBytes(data);
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] json) {
        return json == null ? null : JSON.readValue(json, type);
    }

    /** Keeps it in a column of type jsonb instead of bytea. */
    static final class Column extends PostgreSqlJdbcCustomization {

        Column() {
            super(false, false);
        }

        @Override
        public void setTaskData(PreparedStatement statement, int index, byte[] json) throws SQLException {
            statement.setObject(index, json == null ? null : new String(json, StandardCharsets.UTF_8), Types.OTHER);
        }

        @Override
        public byte[] getTaskData(ResultSet rows, String column) throws SQLException {
            String json = rows.getString(column);
            return json == null ? null : json.getBytes(StandardCharsets.UTF_8);
        }
    }
}
