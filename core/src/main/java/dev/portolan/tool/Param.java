package dev.portolan.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells the model about a parameter of a {@link ToolMethod}. A parameter whose type is {@code Optional}, or that is annotated {@code
 * Nullable} by whatever library, may be left out by the model; every other one is required.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {

    /**
     * The name of the property.
     *
     * @return the name; empty for the parameter's own, which the class file holds when it was compiled with {@code -parameters}
     */
    String name() default "";

    /**
     * What it means.
     *
     * @return the text for the model; empty for what {@code Description} says, or nothing
     */
    String description() default "";
}
