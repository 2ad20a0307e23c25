package dev.usher.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** A bean that is there only when people are vouched for in this way. */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnlyIn.Mode.class)
public @interface OnlyIn {

    IdentityMode value();

    /** Reads the setting as everybody else does. */
    final class Mode implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata bean) {
            IdentityMode set = Binder.get(context.getEnvironment())
                    .bindOrCreate("usher.identity", IdentitySettings.class)
                    .mode();
            return set == bean.getAnnotations().get(OnlyIn.class).getEnum("value", IdentityMode.class);
        }
    }
}
