//! Who answers a question, and by which methods.

/// Who answers a question, and by which methods: one to ask, one to show the requests. Whoever is not listed cannot.
///
/// A question about `each` of some things is answered thing by thing, as it comes; one to which answers are `listed`, in lists
/// about some of its things; any other as a
/// whole. What is asked for `once` is not to be asked again without need.
macro_rules! asked {
    ($Question:ty, $Capability:ident $(, $needs:ident)? => each $things:ident: $T:ty { $( $suppliers:tt )+ }) => {
        $crate::asking::asked!(@question $Question, $Capability $(, $needs)? => $crate::Answered<$T>, Vec<$crate::Answered<$T>>);

        impl $crate::asking::Ask<$crate::Answered<$T>, Vec<$crate::Answered<$T>>> for $Question {
            $crate::asking::asked!(@suppliers $Capability, $crate::Answered<$T>, as_it_comes { $( $suppliers )+ });

            fn count(&self) -> usize {
                self.$things.len()
            }

            fn name(&self, place: usize) -> Option<String> {
                self.$things.get(place).map(ToString::to_string)
            }

            fn failed(&self, place: usize, error: $crate::DeskError) -> Result<$crate::Answered<$T>, $crate::DeskError> {
                Ok($crate::Answered { about: self.name(place).unwrap_or_default(), result: Err(error) })
            }

            fn gather(
                &self,
                parts: Vec<$crate::asking::Part<$crate::Answered<$T>>>,
            ) -> Result<Vec<$crate::Answered<$T>>, $crate::DeskError> {
                $crate::asking::Part::in_order(parts)
            }
        }
    };
    ($Question:ty, $Capability:ident => listed $things:ident: $T:ty, $without:ident { $( $suppliers:tt )+ }) => {
        $crate::asking::asked!(@question $Question, $Capability => $crate::Told<Vec<$T>>, $crate::Told<Vec<$T>>);

        impl $crate::asking::Ask<$crate::Told<Vec<$T>>, $crate::Told<Vec<$T>>> for $Question {
            $crate::asking::asked!(@suppliers $Capability, $crate::Told<Vec<$T>>, as_it_comes { $( $suppliers )+ });

            fn count(&self) -> usize {
                self.$things.len()
            }

            fn name(&self, place: usize) -> Option<String> {
                self.$things.get(place).map(ToString::to_string)
            }

            fn gather(
                &self,
                parts: Vec<$crate::asking::Part<$crate::Told<Vec<$T>>>>,
            ) -> Result<$crate::Told<Vec<$T>>, $crate::DeskError> {
                $crate::asking::listed(&self.$things, $without, parts)
            }
        }
    };
    ($Question:ty, $Capability:ident => once $Answer:ty { $( $suppliers:tt )+ }) => {
        $crate::asking::asked!(@whole $Question, $Capability => $Answer { $( $suppliers )+ });

        impl $crate::Question for $Question {
            type Answer = $Answer;
            type Part = $Answer;

            fn capability(&self) -> $crate::Capability {
                $crate::Capability::$Capability
            }

            fn is_repeatable(&self) -> bool {
                false
            }
        }
    };
    ($Question:ty, $Capability:ident => $Answer:ty { $( $suppliers:tt )+ }) => {
        $crate::asking::asked!(@question $Question, $Capability => $Answer, $Answer);
        $crate::asking::asked!(@whole $Question, $Capability => $Answer { $( $suppliers )+ });
    };
    (@whole $Question:ty, $Capability:ident => $Answer:ty { $( $suppliers:tt )+ }) => {
        impl $crate::asking::Ask<$Answer, $Answer> for $Question {
            $crate::asking::asked!(@suppliers $Capability, $Answer, whole { $( $suppliers )+ });

            fn gather(&self, parts: Vec<$crate::asking::Part<$Answer>>) -> Result<$Answer, $crate::DeskError> {
                $crate::asking::the_only(parts)
            }
        }
    };
    (@question $Question:ty, $Capability:ident $(, $needs:ident)? => $Part:ty, $Answer:ty) => {
        impl $crate::Question for $Question {
            type Answer = $Answer;
            type Part = $Part;

            fn capability(&self) -> $crate::Capability {
                $crate::Capability::$Capability
            }

            $( fn needs(&self) -> Vec<$crate::Capability> {
                self.$needs()
            } )?
        }
    };
    (@suppliers $Capability:ident, $Part:ty, $how:ident { $( $Supplier:ident($ask:ident, $show:ident) ),+ }) => {
        fn parts<'a>(&'a self, supplier: &'a $crate::supplier::Supplier) -> $crate::asking::Parts<'a, $Part> {
            match supplier {
                $( $crate::supplier::Supplier::$Supplier(supplier) => $crate::asking::$how(supplier.$ask(self)), )+
                other => $crate::asking::unsupported(other, $crate::Capability::$Capability),
            }
        }

        fn offline(
            &self,
            supplier: &$crate::supplier::Supplier,
            attempt: &::b2b_http::Attempt,
        ) -> Result<Vec<String>, $crate::DeskError> {
            match supplier {
                $( $crate::supplier::Supplier::$Supplier(supplier) => supplier.$show(self, attempt), )+
                other => Err(other.unsupported($crate::Capability::$Capability)),
            }
        }
    };
}
pub(crate) use asked;
