package dev.portolan.structured;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type with its arguments, which a {@code Class} cannot say: {@code new TypeRef<List<Invoice>>() {}}.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {

    private final Type type;

    /** Reads the type from the subclass. */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType above)) {
            throw new IllegalArgumentException("A TypeRef needs its type: new TypeRef<List<Invoice>>() {}");
        }
        this.type = above.getActualTypeArguments()[0];
    }

    /**
     * The type.
     *
     * @return the type with its arguments
     */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TypeRef<?> ref && type.equals(ref.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    @Override
    public final String toString() {
        return "TypeRef[" + type.getTypeName() + "]";
    }
}
